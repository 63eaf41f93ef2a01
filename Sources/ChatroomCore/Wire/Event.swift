/// Something that a server tells a client without being asked.
public enum Event: Sendable, Equatable {
    /// A message of a followed conversation; the same bytes for every follower.
    case posted(Conversation.ID, Message)
    /// The server is about to close the connection, and why.
    case goingAway(ChatError)

    init(_ wire: PBPosted) throws(ChatError) {
        self = .posted(Conversation.ID(rawValue: wire.conversation), try Message(wire.message))
    }

    var wire: PBServerFrame.OneOf_Content {
        switch self {
        case .posted(let conversation, let message):
            var posted = PBPosted()
            posted.conversation = conversation.rawValue
            posted.message = message.wire
            return .posted(posted)
        case .goingAway(let reason):
            var goingAway = PBGoingAway()
            goingAway.reason = reason.wire
            return .goingAway(goingAway)
        }
    }
}
