public import ChatroomCore

/// What became of the messages that named cursors have not passed.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol WorkStore: Sendable {
    /// Where a named cursor stands and what is known beyond it; makes the cursor, durably, if there is none.
    func cursorState(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> CursorState
}
