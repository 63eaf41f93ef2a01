internal import ChatroomCore
internal import GRDB

extension SQLiteStore: LogReading {
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
