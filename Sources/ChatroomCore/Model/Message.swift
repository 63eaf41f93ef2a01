/// One entry of a conversation's log, as the server stored it.
public struct Message: Hashable, Sendable {
    /// The place of a message in its conversation, counted from 1 without gaps, given by the server.
    public typealias Seq = Int64

    /// What an entry of a log is.
    public enum Entry: Hashable, Sendable {
        /// A message of its own.
        case text
        /// The new text of an earlier message.
        case edit(of: Seq)
        /// Notes that the text of an earlier message was deleted.
        case deletion(of: Seq)
        /// The new topic of the room.
        case topic
    }

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
    /// The text; empty when it was deleted.
    public var body: String
    /// The message of the same conversation that this one answers.
    public let replyTo: Seq?
    /// What the entry is.
    public let entry: Entry
    /// What it asks, if it is a question.
    public let question: Question?
    /// The file that it brings.
    public var file: Attachment?
    /// Whether it answers a question whose time was over.
    public var isLate = false
    /// Whom it addresses beside those whom it names, as far as its sender may.
    public var summons: Mentions.Summons?
    /// Whether its text was deleted later.
    public var isDeleted = false
    /// When the text, which is then not the first one, was stored; known in folded views only.
    public var edited: Timestamp?

    /// Makes a message.
    public init(
        seq: Seq, id: MessageID, sender: UserName, kind: User.Kind, time: Timestamp, body: String, replyTo: Seq? = nil,
        entry: Entry = .text, question: Question? = nil, file: Attachment? = nil
    ) {
        self.seq = seq
        self.id = id
        self.sender = sender
        self.kind = kind
        self.time = time
        self.body = body
        self.replyTo = replyTo
        self.entry = entry
        self.question = question
        self.file = file
    }

    /// The message that this entry changes, if it changes one.
    public var changes: Seq? {
        switch entry {
        case .edit(let seq), .deletion(let seq): seq
        case .text, .topic: nil
        }
    }

    /// The largest body, in bytes of UTF-8, unless the server is configured otherwise.
    public static let defaultBodyLimit = 64 * 1024
}

extension ChatError {
    /// Why a body of so many bytes is not taken.
    public static func bodyTooLarge(_ bytes: Int, limit: Int) -> ChatError {
        ChatError(
            .tooLarge, "message is \(grouped(bytes)) bytes, the limit is \(grouped(limit))",
            hint: "'chatroom sendfile' sends it as a file, --lines line by line.")
    }

    /// A number with a comma before every third digit from the end.
    private static func grouped(_ number: Int) -> String {
        number < 1000 ? "\(number)" : grouped(number / 1000) + "," + "\(number % 1000 + 1000)".dropFirst()
    }
}
