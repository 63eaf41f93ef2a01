internal import ChatroomCore

extension CreateRoom {
    init(_ wire: PBCreateRoom) throws(ChatError) {
        try Room.checkTopic(wire.topic)
        self.init(room: try RoomName(wire.room), isPrivate: wire.private, topic: wire.topic)
    }

    var wire: PBCreateRoom {
        var wire = PBCreateRoom()
        wire.room = room.text
        wire.private = isPrivate
        wire.topic = topic
        return wire
    }
}

extension ConfigureRoom {
    init(_ wire: PBConfigureRoom) throws(ChatError) {
        self.init(room: try RoomName(wire.room))
        let decade: Int64 = 315_576_000_000
        guard (0...86_400_000).contains(wire.slow), (0...decade).contains(wire.retain) else {
            throw ChatError(.invalid, "slow mode takes up to a day, retention up to ten years")
        }
        guard !wire.hasRetain || wire.retain == 0 || wire.retain >= 60_000 else {
            throw ChatError(.invalid, "messages are kept for a minute or longer")
        }
        if wire.hasPrivate { isPrivate = wire.private }
        if wire.hasSlow { slow = .milliseconds(wire.slow) }
        if wire.hasRetain { retain = .milliseconds(wire.retain) }
    }

    var wire: PBConfigureRoom {
        var wire = PBConfigureRoom()
        wire.room = room.text
        if let isPrivate { wire.private = isPrivate }
        if let slow { wire.slow = slow.wholeMilliseconds }
        if let retain { wire.retain = retain.wholeMilliseconds }
        return wire
    }
}

extension ChangeMember {
    init(_ wire: PBChangeMember) throws(ChatError) {
        guard let change = Change(wire.change) else {
            throw ChatError(.unknownRequest, "this server does not know this change of membership")
        }
        let isOwn = change == .join || change == .leave
        guard wire.user.isEmpty == isOwn else {
            throw ChatError(.invalid, isOwn ? "one joins and leaves for oneself" : "whom is this about")
        }
        self.init(
            room: try RoomName(wire.room), change: change, user: isOwn ? nil : try UserName(wire.user))
    }

    var wire: PBChangeMember {
        var wire = PBChangeMember()
        wire.room = room.text
        wire.change = change.wire
        wire.user = user?.text ?? ""
        return wire
    }
}

extension ChangeMember.Change {
    private static let table: [(ChangeMember.Change, PBChangeMember.Change)] = [
        (.join, .join), (.leave, .leave), (.invite, .invite), (.kick, .kick), (.ban, .ban), (.unban, .unban),
        (.makeMember, .makeMember), (.makeModerator, .makeModerator), (.makeOwner, .makeOwner),
    ]

    init?(_ wire: PBChangeMember.Change) {
        guard let found = Self.table.first(where: { $0.1 == wire }) else { return nil }
        self = found.0
    }

    var wire: PBChangeMember.Change { Self.table.first { $0.0 == self }?.1 ?? .unspecified }
}

extension Room {
    init(_ wire: PBRoom) throws(ChatError) {
        var members: [Member] = []
        for member in wire.members {
            members.append(Member(name: try UserName(member.name), role: Role(member.role) ?? .member))
        }
        self.init(
            summary: try Conversation.Summary(wire.summary), slow: .milliseconds(wire.slow),
            retain: wire.retain > 0 ? .milliseconds(wire.retain) : nil,
            created: Timestamp(milliseconds: wire.created), members: members,
            banned: try UserName.list(wire.banned), invited: try UserName.list(wire.invited))
    }

    var wire: PBRoom {
        var wire = PBRoom()
        wire.summary = summary.wire
        wire.slow = slow.wholeMilliseconds
        wire.retain = retain?.wholeMilliseconds ?? 0
        wire.created = created.milliseconds
        wire.members = members.map { member in
            var wire = PBRoom.Member()
            wire.name = member.name.text
            wire.role = member.role.wire
            return wire
        }
        wire.banned = banned.map(\.text)
        wire.invited = invited.map(\.text)
        return wire
    }
}

extension UserName {
    fileprivate static func list(_ texts: [String]) throws(ChatError) -> [UserName] {
        var names: [UserName] = []
        for text in texts { names.append(try UserName(text)) }
        return names
    }
}
