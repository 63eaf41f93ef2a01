public import ChatroomCore

/// How far accounts have come in conversations; they come on by ``Write/move(_:)``.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol CursorStore: Sendable {
    /// How far both users of a direct conversation have come.
    func markers(of conversation: Conversation.ID) async throws(ChatError) -> Markers
}
