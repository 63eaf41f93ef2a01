internal import ChatroomCore
internal import GRDB

/// The words of all messages, in an SQLite database of its own: a follower of the log.
///
/// Whoever owns it feeds it the entries that come after ``positions()``. It holds nothing that the log does not, so it
/// can be thrown away: one that is damaged, of another version, or made from another log is, when it is opened, and
/// begins again at position 0. For the same reason its commits are not flushed to the disk one by one; after a power
/// cut it may be behind, never wrong, because positions and words are in one transaction.
///
/// A call is never cut short by the cancellation of its task.
final class SearchIndex: Sendable {
    private let access: DatabaseAccess

    private init(_ access: DatabaseAccess) { self.access = access }

    /// Opens the index in a directory, or makes an empty one.
    ///
    /// The directory is the store's; open the store first, whose lock keeps other processes out of both. Blocks its
    /// thread while a log that a crash left behind is replayed.
    ///
    /// - Parameters:
    ///   - directory: The directory, which exists.
    ///   - identity: What the main database is known by; an index of another one is thrown away.
    ///   - onFault: Called with the database's own words about each failure, and why an index was thrown away.
    /// - Returns: The index; close it with ``close()``.
    /// - Throws: ``ChatError`` with code `configuration` when the file cannot be used; with code `storage` or
    ///   `storage-full` when the database fails for another reason than damage.
    static func open(
        directory: String, identity: String, onFault: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(ChatError) -> SearchIndex {
        let file = SearchFile(directory: directory)
        do {
            return try await open(file, identity: identity, onFault: onFault)
        } catch  where isBeyondUse(error) {
            onFault("the search index is made anew: \(error)")
        } catch {
            throw ChatError(database: error, doing: "opened", onFault: onFault)
        }
        try file.remove()
        do {
            return try await open(file, identity: identity, onFault: onFault)
        } catch {
            throw ChatError(database: error, doing: "opened", onFault: onFault)
        }
    }

    private static func open(
        _ file: SearchFile, identity: String, onFault: @escaping @Sendable (String) -> Void
    ) async throws -> SearchIndex {
        try file.make()
        var configuration = Configuration()
        configuration.label = "chatroom.search"
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: "PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        // GRDB sets `synchronous` to NORMAL in a pool, which is what is wanted here.
        let pool = try DatabasePool(path: file.path, configuration: configuration)
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: Result { try SearchSchema.prepare(db, identity: identity) })
            }
        }
        do {
            try result.get()
        } catch {
            // The first error is the one that says what went wrong.
            try? pool.close()
            throw error
        }
        var access = DatabaseAccess(pool: pool, onFault: onFault)
        access.onDamage = { pool in
            // The next to open it makes it anew.
            pool.asyncWriteWithoutTransaction { db in try? db.execute(sql: "PRAGMA user_version = 0") }
        }
        return SearchIndex(access)
    }

    /// Whether only a new file helps; a full disk or a failing one is no reason to throw an index away.
    private static func isBeyondUse(_ error: any Error) -> Bool {
        if let error = error as? DatabaseError {
            return [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
        }
        return error is StaleIndex
    }

    /// Closes the index; nothing can be done with it afterwards.
    ///
    /// - Throws: ``ChatError`` with code `storage` or `storage-full`; the index is closed all the same.
    func close() async throws(ChatError) {
        try await access.close()
    }

    /// Runs a piece of work on a connection that only reads, in one snapshot of the database.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        try await access.read(work)
    }

    /// Cuts its write-ahead log off.
    func cutLog() async throws(ChatError) { try await access.cutLog() }

    /// Runs a piece of work in a transaction, which is undone when the work throws.
    func transaction<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        try await access.transaction(work)
    }
}
