public import ChatroomCore

/// A named cursor as the store keeps it.
public struct KeptCursor: Sendable, Equatable {
    /// What it is called.
    public let name: Cursor.Name
    /// The conversation.
    public let conversation: Conversation.ID
    /// The last message of those that are dealt with in a row.
    public let position: Message.Seq
    /// How many messages after it are not dealt with.
    public let waiting: Int

    /// Makes a cursor.
    public init(name: Cursor.Name, conversation: Conversation.ID, position: Message.Seq, waiting: Int) {
        self.name = name
        self.conversation = conversation
        self.position = position
        self.waiting = waiting
    }
}
