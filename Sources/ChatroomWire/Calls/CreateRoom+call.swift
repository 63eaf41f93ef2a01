public import ChatroomCore

extension CreateRoom: Call {
    /// The verb.
    public var verb: String { "create-room" }
    /// One of all requests.
    public var request: Request { .createRoom(self) }
    /// What is answered.
    public typealias Answer = Room
}

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
