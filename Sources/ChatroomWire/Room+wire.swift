internal import ChatroomCore

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

extension Room.Role {
    init?(_ wire: PBRole) {
        switch wire {
        case .member: self = .member
        case .moderator: self = .moderator
        case .owner: self = .owner
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }

    var wire: PBRole {
        switch self {
        case .member: .member
        case .moderator: .moderator
        case .owner: .owner
        }
    }
}

extension UserName {
    fileprivate static func list(_ texts: [String]) throws(ChatError) -> [UserName] {
        var names: [UserName] = []
        for text in texts { names.append(try UserName(text)) }
        return names
    }
}
