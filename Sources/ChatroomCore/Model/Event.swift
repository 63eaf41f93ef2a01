/// Something that a server tells a client without being asked.
public enum Event: Sendable, Equatable {
    /// A message of a followed conversation; the same bytes for every follower.
    case posted(Conversation.ID, Message)
    /// The server is about to close the connection, and why.
    case goingAway(ChatError)
    /// The user can see another conversation from here on.
    case opened(Conversation.Summary)
    /// A followed conversation is followed no more, and why.
    case ended(Conversation.ID, ChatError)
    /// Who came, went, or changed what others see of them; without a session for who went.
    case presenceChanged([PresentUser])
    /// A user of a direct conversation received or read something.
    case markerMoved(Conversation.ID, Marker)
    /// Something can be claimed, perhaps.
    case available(Conversation.ID)
    /// Somebody lets the user into a room.
    case invited(Invitation)
}
