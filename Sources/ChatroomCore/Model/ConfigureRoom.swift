/// A request to change a room's settings; what is `nil` stays.
public struct ConfigureRoom: Sendable, Equatable {
    /// The room.
    public let room: RoomName
    /// Whether only members know of it.
    public var isPrivate: Bool?
    /// The least time between two messages of one member; zero for any.
    public var slow: Duration?
    /// How long messages are kept; zero for ever.
    public var retain: Duration?

    /// Makes a request that changes nothing yet.
    public init(room: RoomName) { self.room = room }
}
