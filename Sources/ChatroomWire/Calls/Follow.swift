public import ChatroomCore

/// A request to be sent everything that a conversation holds after a position, and then what is added to it.
public struct Follow: Sendable, Equatable {
    /// Where to begin.
    public enum Start: Sendable, Hashable {
        /// After this seq; 0 is the start of the log.
        case after(Message.Seq)
        /// With what is stored from now on.
        case tail
        /// With what was stored at this time or later.
        case since(Timestamp)
    }

    /// The conversation.
    public let target: Target
    /// Where to begin.
    public let start: Start

    /// Makes a request.
    public init(target: Target, start: Start) {
        self.target = target
        self.start = start
    }

    init(_ wire: PBFollow) throws(ChatError) {
        let start: Start
        switch wire.from {
        case .after(let seq):
            guard seq >= 0 else { throw ChatError(.invalid, "a seq is not negative") }
            start = .after(seq)
        case .since(let milliseconds): start = .since(Timestamp(milliseconds: milliseconds))
        case .tail, nil: start = .tail
        }
        self.init(target: try Target(wire.target), start: start)
    }

    var wire: PBFollow {
        var wire = PBFollow()
        wire.target = target.description
        switch start {
        case .after(let seq): wire.after = seq
        case .tail: wire.tail = true
        case .since(let time): wire.since = time.milliseconds
        }
        return wire
    }
}

/// The server's answer to ``Follow``.
public struct Following: Sendable, Equatable {
    /// The conversation, as events name it.
    public let conversation: Conversation.ID
    /// The first event has the seq after this one.
    public let position: Message.Seq
    /// The seq of the newest message at this moment; 0 when there is none.
    public let head: Message.Seq

    /// Makes an answer.
    public init(conversation: Conversation.ID, position: Message.Seq, head: Message.Seq) {
        self.conversation = conversation
        self.position = position
        self.head = head
    }

    init(_ wire: PBFollowing) throws(ChatError) {
        self.init(
            conversation: Conversation.ID(rawValue: wire.conversation), position: try Message.toldSeq(wire.position),
            head: try Message.toldSeq(wire.head))
    }

    var wire: PBFollowing {
        var wire = PBFollowing()
        wire.conversation = conversation.rawValue
        wire.position = position
        wire.head = head
        return wire
    }
}

extension Follow: Call {
    /// The verb.
    public var verb: String { "follow" }
    /// One of all requests.
    public var request: Request { .follow(self) }

    /// Writes the answer.
    public static func content(of answer: Following) -> ReplyContent { ReplyContent(.following(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Following {
        guard case .following(let wire) = content.wire else { throw .unfitting }
        return try Following(wire)
    }
}
