public import ChatroomCore

/// What became of the messages that named cursors have not passed.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol WorkStore: Sendable {
    /// Where a named cursor stands and what is known beyond it; makes the cursor, durably, if there is none.
    func cursorState(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> CursorState

    /// Notes durably what became of messages beyond a named cursor, and moves it over all that is done in a row.
    ///
    /// - Throws: ``ChatError`` with code `invalid` when there is no such message or cursor.
    func settle(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, done: [Message.Seq],
        failed: [Message.Seq]
    ) async throws(ChatError) -> Message.Seq
}
