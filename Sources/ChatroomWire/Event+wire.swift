internal import ChatroomCore

extension Event {
    /// Reads an event.
    ///
    /// - Returns: `nil` when the content is none.
    init?(_ wire: PBServerFrame.OneOf_Content) throws(ChatError) {
        switch wire {
        case .posted(let wire):
            self = .posted(Conversation.ID(rawValue: wire.conversation), try Message(wire.message))
        case .goingAway(let wire): self = .goingAway(ChatError(wire.reason))
        case .opened(let wire): self = .opened(try Conversation.Summary(wire.summary))
        case .ended(let wire): self = .ended(Conversation.ID(rawValue: wire.conversation), ChatError(wire.reason))
        case .presenceChanged(let wire): self = .presenceChanged(try [PresentUser](wire.users))
        case .markerMoved(let wire):
            self = .markerMoved(Conversation.ID(rawValue: wire.conversation), try Marker(wire.marker))
        case .available(let wire): self = .available(Conversation.ID(rawValue: wire.conversation))
        case .invited(let wire): self = .invited(try Invitation(wire.invitation))
        default: return nil
        }
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
        case .opened(let summary):
            var opened = PBOpened()
            opened.summary = summary.wire
            return .opened(opened)
        case .ended(let conversation, let reason):
            var ended = PBEnded()
            ended.conversation = conversation.rawValue
            ended.reason = reason.wire
            return .ended(ended)
        case .presenceChanged(let users):
            var changed = PBPresenceChanged()
            changed.users = users.map(\.wire)
            return .presenceChanged(changed)
        case .markerMoved(let conversation, let marker):
            var moved = PBMarkerMoved()
            moved.conversation = conversation.rawValue
            moved.marker = marker.wire
            return .markerMoved(moved)
        case .available(let conversation):
            var available = PBAvailable()
            available.conversation = conversation.rawValue
            return .available(available)
        case .invited(let invitation):
            var invited = PBInvited()
            invited.invitation = invitation.wire
            return .invited(invited)
        }
    }
}
