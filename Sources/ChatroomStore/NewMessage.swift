public import ChatroomCore

/// A message that is to be appended, with what the server knows about its sender.
public struct NewMessage: Sendable, Hashable {
    /// The conversation that it goes to.
    public let conversation: Conversation.ID
    /// Who sends it.
    public let sender: Account
    /// Its identity.
    public let id: MessageID
    /// The text.
    public let body: String
    /// The message that it answers.
    public let replyTo: Message.Seq?
    /// What it does.
    public let act: OutgoingMessage.Act
    /// Whether the sender may delete what others sent.
    public var mayModerate: Bool
    /// Who is there, for a message that addresses those.
    public var present: Set<Account.ID> = []
    /// The file that it brings.
    public let file: FileID?
    /// How often a message may be edited; an update with a key goes on with another message then.
    public var mostEdits = 1000

    /// Makes a message to append.
    public init(
        conversation: Conversation.ID, sender: Account, id: MessageID, body: String, replyTo: Message.Seq? = nil,
        act: OutgoingMessage.Act = .post, mayModerate: Bool = false, file: FileID? = nil
    ) {
        self.conversation = conversation
        self.sender = sender
        self.id = id
        self.body = body
        self.replyTo = replyTo
        self.act = act
        self.mayModerate = mayModerate
        self.file = file
    }
}

/// A message that is in the log.
public struct Appended: Sendable, Hashable {
    /// The message as it is stored.
    public let message: Message
    /// Whether an earlier append had stored it.
    public let isDuplicate: Bool

    /// Makes an outcome.
    public init(message: Message, isDuplicate: Bool) {
        self.message = message
        self.isDuplicate = isDuplicate
    }
}
