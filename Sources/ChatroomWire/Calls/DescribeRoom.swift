public import ChatroomCore

/// A request to be told of a room.
public struct DescribeRoom: Sendable, Equatable {
    /// The room.
    public let room: RoomName

    /// Makes a request.
    public init(room: RoomName) { self.room = room }

    init(_ wire: PBDescribeRoom) throws(ChatError) { self.init(room: try RoomName(wire.room)) }

    var wire: PBDescribeRoom { .with { $0.room = room.text } }
}

extension DescribeRoom: Call {
    /// The verb.
    public var verb: String { "describe-room" }
    /// One of all requests.
    public var request: Request { .describeRoom(self) }
    /// What is answered.
    public typealias Answer = Room
}

extension Call where Answer == Room {
    /// Writes the answer.
    public static func content(of answer: Room) -> ReplyContent { ReplyContent(.room(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Room {
        guard case .room(let wire) = content.wire else { throw .unfitting }
        return try Room(wire)
    }
}
