/// A request to make a room, which its maker owns.
public struct CreateRoom: Sendable, Equatable {
    /// Its name.
    public let room: RoomName
    /// Whether only members know of it.
    public let isPrivate: Bool
    /// Its topic; may be empty.
    public let topic: String

    /// Makes a request.
    public init(room: RoomName, isPrivate: Bool = false, topic: String = "") {
        self.room = room
        self.isPrivate = isPrivate
        self.topic = topic
    }
}
