public import ChatroomCore

extension ConfigureRoom: Call {
    /// The verb.
    public var verb: String { "configure-room" }
    /// One of all requests.
    public var request: Request { .configureRoom(self) }
    /// What is answered.
    public typealias Answer = Room
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
