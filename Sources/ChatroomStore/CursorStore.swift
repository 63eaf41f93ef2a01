public import ChatroomCore

/// How far accounts have come in conversations; they come on by ``Write/move(_:)``.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol CursorStore: Sendable {
    /// The named cursors of an account, by name; the markers of what was read and received are none of them.
    func cursors(of account: Account.ID) async throws(ChatError) -> [KeptCursor]

    /// How far both users of a direct conversation have come.
    func markers(of conversation: Conversation.ID) async throws(ChatError) -> Markers
}
