internal import ChatroomCore
internal import GRDB

/// What can be read of logs by whoever follows them.
protocol LogReading: Sendable {
    /// Reads from one state of the database.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(ChatError) -> Value
    /// The seq of the newest entry, 0 when there is none.
    func head(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq
}
