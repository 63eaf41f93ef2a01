internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// The database file of a search index and what SQLite puts beside it, in a directory that the store holds.
struct SearchFile {
    let path: String

    init(directory: String) { path = directory + "/search.db" }

    /// Makes the file for its owner only if there is none, since SQLite would give it the mode of the umask.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when the system refuses or a link is in the way.
    func make() throws(ChatError) {
        _ = try DataDirectory.openFile(path)
    }

    /// Removes the file, and first what belongs to it, which must never meet another.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when the system refuses.
    func remove() throws(ChatError) {
        for suffix in ["-wal", "-shm", "-journal", ""] where !Directory.working.remove(path + suffix) {
            throw DataDirectory.refusal(of: path, errno)
        }
    }
}
