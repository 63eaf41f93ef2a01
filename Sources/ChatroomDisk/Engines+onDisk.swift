public import ChatroomCore
public import ChatroomStore

extension Engines {
    /// Opens everything in one directory: a database, a search index beside it, and the bytes of files.
    ///
    /// Blocks its thread while a log that a crash left behind is replayed; open it before anything is served.
    ///
    /// - Parameters:
    ///   - path: The directory; made with mode 0700 if it is missing, in a directory that exists.
    ///   - isDurable: Whether a commit is flushed to the disk before it is acknowledged; anything but `true` loses the
    ///     newest messages in a power cut, and is for experiments only.
    ///   - bounds: How much is kept.
    ///   - onRename: Called for each room that got another name, because a user has its name, when the database was
    ///     brought up to date just now.
    ///   - onFault: Called with the database's own words about each failure, which the errors do not repeat.
    /// - Returns: The engines.
    /// - Throws: ``ChatError`` with code `configuration` when another server uses the directory, a file cannot be used
    ///   or a newer chatroom wrote the database; with code `storage` or `storage-full` when the disk fails.
    public static func onDisk(
        _ path: String, isDurable: Bool = true, bounds: StoreBounds = StoreBounds(),
        onRename: (_ before: String, _ after: String) -> Void = { _, _ in },
        onFault: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(ChatError) -> Engines {
        let store = try await SQLiteStore.open(
            directory: path, durability: isDurable ? .full : .relaxed, bounds: bounds, onFault: onFault)
        for room in store.renamedRooms { onRename(room.before, room.after) }
        do {
            let blobs = try DirectoryBlobStore(path: path + "/files")
            return Engines(store, blobs: blobs) { () throws(ChatError) in try await store.close() }
        } catch {
            // The first error is the one that says what is in the way.
            try? await store.close()
            throw error
        }
    }
}
