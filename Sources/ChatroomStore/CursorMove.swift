public import ChatroomCore

/// A named cursor and where it shall be.
public struct CursorMove: Sendable, Hashable {
    /// Whose cursor.
    public let account: Account.ID
    /// The cursor.
    public let name: Cursor.Name
    /// The conversation.
    public let conversation: Conversation.ID
    /// The last message that has been dealt with.
    public let seq: Message.Seq

    /// Makes a move.
    public init(account: Account.ID, name: Cursor.Name, conversation: Conversation.ID, seq: Message.Seq) {
        self.account = account
        self.name = name
        self.conversation = conversation
        self.seq = seq
    }
}
