public import ChatroomCore

/// A request to take messages of a conversation to work on, under a named cursor.
public struct Claim: Sendable, Equatable {
    /// Where a cursor that does not exist yet is made.
    public enum Start: Sendable, Hashable {
        /// After this seq.
        case after(Message.Seq)
        /// Where what was stored at this time or later begins.
        case since(Timestamp)
        /// At the end of what is stored; in a direct conversation before what the user was sent and never received.
        case tail
    }

    /// The conversation.
    public let target: Target
    /// The cursor.
    public let cursor: Cursor.Name
    /// The most messages to take, 1 to 1000.
    public let limit: Int
    /// Where a new cursor is made.
    public let start: Start

    /// Makes a request.
    public init(target: Target, cursor: Cursor.Name, limit: Int, start: Start = .tail) {
        self.target = target
        self.cursor = cursor
        self.limit = limit
        self.start = start
    }

    init(_ wire: PBClaim) throws(ChatError) {
        let start: Start
        switch wire.from {
        case .after(let seq):
            guard seq >= 0 else { throw ChatError(.invalid, "a seq is not negative") }
            start = .after(seq)
        case .since(let time): start = .since(Timestamp(milliseconds: time))
        case nil: start = .tail
        }
        self.init(
            target: try Target(wire.target), cursor: try Cursor.Name(wire.cursor),
            limit: min(max(Int(wire.limit), 1), HistoryQuery.largestPage), start: start)
    }

    var wire: PBClaim {
        var wire = PBClaim()
        wire.target = target.description
        wire.cursor = cursor.text
        wire.limit = UInt32(clamping: limit)
        switch start {
        case .after(let seq): wire.after = seq
        case .since(let time): wire.since = time.milliseconds
        case .tail: break
        }
        return wire
    }
}

/// The messages that a ``Claim`` took.
public struct Claimed: Sendable, Equatable {
    /// A message to work on.
    public struct Work: Sendable, Hashable {
        /// The message.
        public let message: Message
        /// How often it was taken before without being done.
        public let failures: Int

        /// Makes a piece of work.
        public init(message: Message, failures: Int) {
            self.message = message
            self.failures = failures
        }
    }

    /// The conversation.
    public let conversation: Conversation.ID
    /// The messages, oldest first.
    public let work: [Work]
    /// Whether there may be more at once.
    public let hasMore: Bool

    /// Makes an answer.
    public init(conversation: Conversation.ID, work: [Work], hasMore: Bool) {
        self.conversation = conversation
        self.work = work
        self.hasMore = hasMore
    }

    init(_ wire: PBClaimed) throws(ChatError) {
        var work: [Work] = []
        for piece in wire.work {
            work.append(Work(message: try Message(piece.message), failures: Int(piece.failures)))
        }
        self.init(conversation: Conversation.ID(rawValue: wire.conversation), work: work, hasMore: wire.more)
    }

    var wire: PBClaimed {
        var wire = PBClaimed()
        wire.conversation = conversation.rawValue
        wire.work = work.map { piece in
            var wire = PBClaimed.Work()
            wire.message = piece.message.wire
            wire.failures = UInt32(clamping: piece.failures)
            return wire
        }
        wire.more = hasMore
        return wire
    }
}

extension Claim: Call {
    /// The verb.
    public var verb: String { "claim" }
    /// One of all requests.
    public var request: Request { .claim(self) }

    /// Writes the answer.
    public static func content(of answer: Claimed) -> ReplyContent { ReplyContent(.claimed(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Claimed {
        guard case .claimed(let wire) = content.wire else { throw .unfitting }
        return try Claimed(wire)
    }
}
