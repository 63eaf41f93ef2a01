public import ChatroomCore

/// A request to remove a room and what was said there.
public struct RemoveRoom: Sendable, Equatable {
    /// The room.
    public let room: RoomName

    /// Makes a request.
    public init(room: RoomName) { self.room = room }

    init(_ wire: PBRemoveRoom) throws(ChatError) { self.init(room: try RoomName(wire.room)) }

    var wire: PBRemoveRoom { .with { $0.room = room.text } }
}

extension RemoveRoom: Call {
    /// The verb.
    public var verb: String { "remove-room" }
    /// One of all requests.
    public var request: Request { .removeRoom(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
