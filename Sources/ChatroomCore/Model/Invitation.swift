/// That somebody lets a user into a room in which the user is not yet.
public struct Invitation: Sendable, Equatable {
    /// The room.
    public let room: RoomName
    /// Who did; `nil` when it was not noted.
    public let inviter: UserName?

    /// Makes an invitation.
    public init(room: RoomName, inviter: UserName?) {
        (self.room, self.inviter) = (room, inviter)
    }
}
