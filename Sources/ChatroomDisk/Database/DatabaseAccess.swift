internal import ChatroomCore
internal import Dispatch
internal import GRDB

/// The way to one database: pieces of work on its connections, whose failures come out as ``ChatError``.
///
/// A call is never cut short by the cancellation of its task: half an answer about a write is worse than a late one,
/// and no read takes long.
struct DatabaseAccess: Sendable {
    let pool: DatabasePool
    /// Told the database's own words about each failure.
    let onFault: @Sendable (String) -> Void
    /// Told when the database turns out to be damaged.
    var onDamage: @Sendable (DatabasePool) -> Void = { _ in }
    /// The database's file, as long as it is being opened and errors are to say why it cannot be.
    var opening: String?

    /// Runs a piece of work on a connection that only reads, in one snapshot of the database.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        let result: Result<Value, ChatError> = await withCheckedContinuation { continuation in
            pool.asyncRead { db in
                let result = Result { try work(try db.get()) }
                continuation.resume(returning: result.mapError { error($0, doing: "read") })
            }
        }
        return try result.get()
    }

    /// Runs a piece of work in a transaction some time later; nobody learns whether it could be done.
    ///
    /// For what may be lost and must not be waited for, such as a note that a login was used: a disk that hangs holds up
    /// whoever waits for it.
    ///
    /// - Parameters:
    ///   - work: What to do.
    ///   - end: Called when it was done or could not be done.
    func writeLater(
        _ work: @escaping @Sendable (Database) throws -> Void, then end: @escaping @Sendable () -> Void
    ) {
        pool.asyncWrite(
            { db in try work(db) },
            completion: { _, result in
                if case .failure(let failure) = result { _ = error(failure, doing: "written") }
                end()
            })
    }

    /// Opens all connections that only read, so that none of them is opened while the disk hangs.
    ///
    /// - Parameter count: How many there may be.
    func openReaders(_ count: Int) async {
        let all = DispatchGroup()
        for _ in 0..<count { all.enter() }
        await withTaskGroup { group in
            for _ in 0..<count {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        pool.asyncRead { _ in
                            all.leave()
                            // Each keeps its connection until all have one; on a thread of the pool's own.
                            _ = all.wait(timeout: .now() + .seconds(2))
                            continuation.resume()
                        }
                    }
                }
            }
        }
    }

    /// Runs a piece of work on the connection that writes, outside of any transaction.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        let result: Result<Value, ChatError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { db in
                let result = Result { try work(db) }
                continuation.resume(returning: result.mapError { error($0, doing: "written") })
            }
        }
        return try result.get()
    }

    /// Runs a piece of work in a transaction, which is durable when this returns and undone when the work throws.
    func transaction<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        try await write { db in
            try db.beginTransaction(.immediate)
            do {
                let value = try work(db)
                try db.commit()
                return value
            } catch {
                // The first error is the one that says what went wrong.
                try? db.rollback()
                throw error
            }
        }
    }

    /// Moves all of the write-ahead log into the database and cuts it off, so that it holds nothing of the past.
    ///
    /// - Throws: ``ChatError`` with code `storage`, also when somebody reads for longer than a connection waits, or
    ///   `storage-full`.
    func cutLog() async throws(ChatError) {
        try await write { db in _ = try db.checkpoint(.truncate) }
    }

    /// Moves all of the write-ahead log into the database and closes it.
    ///
    /// - Throws: ``ChatError`` with code `storage` or `storage-full`; the database is closed all the same.
    func close() async throws(ChatError) {
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            pool.asyncBarrierWriteWithoutTransaction { db in
                continuation.resume(returning: Result { _ = try db.get().checkpoint(.truncate) })
            }
        }
        do {
            try pool.close()
            try result.get()
        } catch {
            throw ChatError(database: error, doing: "closed", onFault: onFault)
        }
    }

    private func error(_ error: any Error, doing: String) -> ChatError {
        if let error = error as? DatabaseError, [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            onDamage(pool)
        }
        if let opening { return ChatError(opening: error, at: opening, onFault: onFault) }
        return ChatError(database: error, doing: doing, onFault: onFault)
    }
}
