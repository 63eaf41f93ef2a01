internal import ChatroomCore
internal import GRDB

/// The way to one database: pieces of work on its connections, whose failures come out as ``ChatError``.
///
/// A call is never cut short by the cancellation of its task: half an answer about a write is worse than a late one,
/// and no read takes long.
struct DatabaseAccess: Sendable {
    let pool: DatabasePool
    /// Told the database's own words about each failure.
    let onFault: @Sendable (String) -> Void

    /// Runs a piece of work on a connection that only reads, in one snapshot of the database.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        let onFault = onFault
        let result: Result<Value, ChatError> = await withCheckedContinuation { continuation in
            pool.asyncRead { db in
                let result = Result { try work(try db.get()) }
                continuation.resume(
                    returning: result.mapError { ChatError(database: $0, doing: "read", onFault: onFault) })
            }
        }
        return try result.get()
    }

    /// Runs a piece of work on the connection that writes, outside of any transaction.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        let onFault = onFault
        let result: Result<Value, ChatError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { db in
                let result = Result { try work(db) }
                continuation.resume(
                    returning: result.mapError { ChatError(database: $0, doing: "written", onFault: onFault) })
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
}

extension SQLiteStore {
    /// Runs a piece of work on a connection that only reads, in one snapshot of the database.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        try await access.read(work)
    }

    /// Runs a piece of work in a transaction, which is durable when this returns and undone when the work throws.
    func transaction<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(ChatError) -> Value {
        try await access.transaction(work)
    }
}
