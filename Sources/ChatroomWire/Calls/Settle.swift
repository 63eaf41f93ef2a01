public import ChatroomCore

/// A request that says what became of claimed messages.
public struct Settle: Sendable, Equatable {
    /// The conversation.
    public let conversation: Conversation.ID
    /// The cursor.
    public let cursor: Cursor.Name
    /// What is done and never given out again.
    public let done: [Message.Seq]
    /// What can be claimed again.
    public let failed: [Message.Seq]

    /// Makes a request.
    public init(
        conversation: Conversation.ID, cursor: Cursor.Name, done: [Message.Seq], failed: [Message.Seq] = []
    ) {
        self.conversation = conversation
        self.cursor = cursor
        self.done = done
        self.failed = failed
    }

    init(_ wire: PBSettle) throws(ChatError) {
        guard wire.done.count + wire.failed.count <= HistoryQuery.largestPage else {
            throw ChatError(.tooLarge, "one request settles at most \(HistoryQuery.largestPage) messages")
        }
        guard wire.done.allSatisfy({ $0 > 0 }), wire.failed.allSatisfy({ $0 > 0 }) else {
            throw ChatError(.invalid, "the seq of a message is above 0")
        }
        self.init(
            conversation: Conversation.ID(rawValue: wire.conversation), cursor: try Cursor.Name(wire.cursor),
            done: wire.done, failed: wire.failed)
    }

    var wire: PBSettle {
        var wire = PBSettle()
        wire.conversation = conversation.rawValue
        wire.cursor = cursor.text
        wire.done = done
        wire.failed = failed
        return wire
    }
}

extension Settle: Call {
    /// The verb.
    public var verb: String { "settle" }
    /// One of all requests.
    public var request: Request { .settle(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
