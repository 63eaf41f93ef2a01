public import ChatroomCore

/// A request to move a named cursor forward; one that lies ahead already stays where it is.
public struct Ack: Sendable, Equatable {
    /// The conversation, as the answer to `follow` named it.
    public let conversation: Conversation.ID
    /// The cursor.
    public let cursor: Cursor.Name
    /// The last message that has been dealt with.
    public let seq: Message.Seq

    /// Makes a request.
    public init(conversation: Conversation.ID, cursor: Cursor.Name, seq: Message.Seq) {
        self.conversation = conversation
        self.cursor = cursor
        self.seq = seq
    }

    init(_ wire: PBAck) throws(ChatError) {
        guard wire.seq >= 0 else { throw ChatError(.invalid, "a seq is not negative") }
        self.init(
            conversation: Conversation.ID(rawValue: wire.conversation), cursor: try Cursor.Name(wire.cursor),
            seq: wire.seq)
    }

    var wire: PBAck {
        var wire = PBAck()
        wire.conversation = conversation.rawValue
        wire.cursor = cursor.text
        wire.seq = seq
        return wire
    }
}

extension Ack: Call {
    /// The verb.
    public var verb: String { "ack" }
    /// One of all requests.
    public var request: Request { .ack(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
