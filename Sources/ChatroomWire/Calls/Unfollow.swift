public import ChatroomCore

/// A request to end a subscription.
public struct Unfollow: Sendable, Equatable {
    /// The conversation.
    public let conversation: Conversation.ID

    /// Makes a request.
    public init(conversation: Conversation.ID) { self.conversation = conversation }

    init(_ wire: PBUnfollow) { self.init(conversation: Conversation.ID(rawValue: wire.conversation)) }

    var wire: PBUnfollow { .with { $0.conversation = conversation.rawValue } }
}

extension Unfollow: Call {
    /// The verb.
    public var verb: String { "unfollow" }
    /// One of all requests.
    public var request: Request { .unfollow(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
