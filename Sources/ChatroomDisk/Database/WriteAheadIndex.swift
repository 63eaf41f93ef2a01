internal import ChatroomCore
internal import GRDBSQLite

/// Keeps the index of SQLite's write-ahead log in memory, where otherwise it is a file beside the database.
///
/// Readers write their marks into that index, and a write into a mapped page of a file system that is frozen, or whose
/// disk hangs, waits until it is well again: a reader that has not read since the last commit before would wait too. The
/// file is there for other processes, of which there are none, so SQLite's own `unix-excl` does without it
/// (https://www.sqlite.org/vfs.html#standard_unix_vfses): the index is shared between the connections of this process,
/// and no other one gets in. It is made anew from the log whenever the database is opened.
enum WriteAheadIndex {
    /// Makes all databases that are opened from here on keep it so.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when this SQLite cannot.
    static func keepInMemory() throws(ChatError) {
        guard isInMemory else {
            throw ChatError(.configuration, "this SQLite has no 'unix-excl'", hint: "Use the SQLite of Debian.")
        }
    }

    /// Once, because SQLite keeps one setting for the process.
    private static let isInMemory = CleanFiles.register(over: "unix-excl")
}
