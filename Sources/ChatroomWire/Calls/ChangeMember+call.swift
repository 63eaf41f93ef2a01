public import ChatroomCore

extension ChangeMember: Call {
    /// The verb.
    public var verb: String { change.rawValue }
    /// One of all requests.
    public var request: Request { .changeMember(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
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
