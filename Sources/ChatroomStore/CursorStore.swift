public import ChatroomCore

/// How far accounts have come in conversations, by named cursors.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol CursorStore: Sendable {
    /// The position of a named cursor; makes the cursor there, durably, if there is none, but for a direct conversation
    /// in which nothing was said yet: of that nothing is kept.
    func cursor(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> Message.Seq

    /// Moves named cursors forward, never back, in one durable transaction.
    func advance(_ moves: [CursorMove]) async throws(ChatError)

    /// Where work on a conversation begins for a user who has named no place: in a direct one before what the other user
    /// said that no client of this one has received, else at the end.
    func firstPlace(for account: Account.ID, in conversation: Conversation.ID) async throws(ChatError) -> Message.Seq

    /// The named cursors of an account, by name; the markers of what was read and received are none of them.
    func cursors(of account: Account.ID) async throws(ChatError) -> [KeptCursor]

    /// How far both users of a direct conversation have come.
    func markers(of conversation: Conversation.ID) async throws(ChatError) -> Markers
}
