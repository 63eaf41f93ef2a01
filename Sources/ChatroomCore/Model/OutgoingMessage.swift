/// A message on its way to the log: what its sender decides about it.
public struct OutgoingMessage: Hashable, Sendable {
    /// What it does.
    public enum Act: Hashable, Sendable {
        /// Adds a message.
        case post
        /// Replaces the text of an own message.
        case edit(Message.Seq)
        /// Deletes the text of a message.
        case delete(Message.Seq)
        /// Replaces the text of the message last sent with the same key, or adds one.
        case update(key: String)
        /// Adds a question; `within` is how long answers are waited for.
        case ask(choices: [String], within: Duration?)
        /// Makes the body the room's topic.
        case topic
    }

    /// The identity under which it may be sent again without being doubled.
    public let id: MessageID
    /// Where it goes.
    public let target: Target
    /// The text.
    public let body: String
    /// The message of the same conversation that this one answers.
    public let replyTo: Message.Seq?
    /// What it does.
    public let act: Act
    /// The file that it brings, all of which the sender has sent to the same target before; only with ``Act/post``.
    public let file: FileID?

    /// The longest key of an update, in bytes of UTF-8.
    public static let keyLimit = 64
    /// How long answers may be waited for: ten years.
    public static let longestWait: Duration = .seconds(315_576_000)

    /// Makes a message to send.
    public init(
        id: MessageID, target: Target, body: String, replyTo: Message.Seq? = nil, act: Act = .post, file: FileID? = nil
    ) {
        self.id = id
        self.target = target
        self.body = body
        self.replyTo = replyTo
        self.act = act
        self.file = file
    }
}

/// The server's word that a message is stored and durable.
public struct Receipt: Hashable, Sendable {
    /// The conversation it went to.
    public let conversation: Conversation.ID
    /// Its place there.
    public let seq: Message.Seq
    /// When it was stored.
    public let time: Timestamp
    /// Whether it had been stored by an earlier attempt already.
    public let isDuplicate: Bool
    /// Whether it went to a user with no live session.
    public let isRecipientOffline: Bool

    /// Makes a receipt.
    public init(
        conversation: Conversation.ID, seq: Message.Seq, time: Timestamp, isDuplicate: Bool,
        isRecipientOffline: Bool = false
    ) {
        self.conversation = conversation
        self.seq = seq
        self.time = time
        self.isDuplicate = isDuplicate
        self.isRecipientOffline = isRecipientOffline
    }
}
