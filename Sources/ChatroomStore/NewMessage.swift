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
    public let mayModerate: Bool
    /// The version of the conversation's rights when it was looked whether the sender may send this; `nil` for one that
    /// needs no right.
    ///
    /// It is looked at again when it is another one by the time the message gets its place.
    public let rights: Int64?
    /// Whom it may mention, at most fifty times; beyond that nobody is looked for.
    public let names: [UserName]
    /// Whom it would address without naming them.
    public let summons: Mentions.Summons?
    /// Who is there, for a message that addresses those.
    public var present: Set<Account.ID> = []
    /// The file that it brings.
    public let file: FileID?
    /// How often a message may be edited; an update with a key goes on with another message then.
    public var mostEdits = 1000

    /// Makes a message to append.
    public init(
        conversation: Conversation.ID, sender: Account, id: MessageID, body: String, replyTo: Message.Seq? = nil,
        act: OutgoingMessage.Act = .post, mayModerate: Bool = false, rights: Int64? = nil, file: FileID? = nil
    ) {
        self.conversation = conversation
        self.sender = sender
        self.id = id
        self.body = body
        self.replyTo = replyTo
        self.act = act
        self.mayModerate = mayModerate
        self.rights = rights
        self.file = file
        switch act {
        case .delete, .topic: (names, summons) = ([], nil)
        case .post, .edit, .update, .ask:
            names = Mentions.possibleNames(in: body, atMost: 50).filter { $0 != sender.user.name }
            summons = mayModerate ? Mentions.summons(in: body) : nil
        }
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
