/// One entry of a conversation's log, as the server stored it.
public struct Message: Hashable, Sendable {
    /// The place of a message in its conversation, counted from 1 without gaps, given by the server.
    public typealias Seq = Int64

    /// The message's place in its conversation.
    public let seq: Seq
    /// The identity that the sender gave it.
    public let id: MessageID
    /// Who sent it, as the server knows from the session.
    public let sender: UserName
    /// What the sender is.
    public let kind: User.Kind
    /// When the server stored it; never before the message that precedes it.
    public let time: Timestamp
    /// The text.
    public let body: String
    /// The message of the same conversation that this one answers.
    public let replyTo: Seq?

    /// Makes a message.
    public init(
        seq: Seq, id: MessageID, sender: UserName, kind: User.Kind, time: Timestamp, body: String, replyTo: Seq? = nil
    ) {
        self.seq = seq
        self.id = id
        self.sender = sender
        self.kind = kind
        self.time = time
        self.body = body
        self.replyTo = replyTo
    }

    /// The largest body, in bytes of UTF-8, unless the server is configured otherwise.
    public static let defaultBodyLimit = 64 * 1024
}

/// A message on its way to the log: what its sender decides about it.
public struct OutgoingMessage: Hashable, Sendable {
    /// The identity under which it may be sent again without being doubled.
    public let id: MessageID
    /// Where it goes.
    public let target: Target
    /// The text.
    public let body: String
    /// The message of the same conversation that this one answers.
    public let replyTo: Message.Seq?

    /// Makes a message to send.
    public init(id: MessageID, target: Target, body: String, replyTo: Message.Seq? = nil) {
        self.id = id
        self.target = target
        self.body = body
        self.replyTo = replyTo
    }
}

extension ChatError {
    /// Why a body of so many bytes is not taken.
    public static func bodyTooLarge(_ bytes: Int, limit: Int) -> ChatError {
        ChatError(
            .tooLarge, "message is \(grouped(bytes)) bytes, the limit is \(grouped(limit))",
            hint: "--lines sends it line by line.")
    }

    /// A number with a comma before every third digit from the end.
    private static func grouped(_ number: Int) -> String {
        number < 1000 ? "\(number)" : grouped(number / 1000) + "," + "\(number % 1000 + 1000)".dropFirst()
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

    /// Makes a receipt.
    public init(conversation: Conversation.ID, seq: Message.Seq, time: Timestamp, isDuplicate: Bool) {
        self.conversation = conversation
        self.seq = seq
        self.time = time
        self.isDuplicate = isDuplicate
    }
}
