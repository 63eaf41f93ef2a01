public import ChatroomCore

/// A change of who belongs to a room.
public struct MemberChange: Sendable, Hashable {
    /// What to do.
    public let change: ChangeMember.Change
    /// The room, by the name that it was found under.
    public let room: RoomName
    /// Whom it is about.
    public let account: Account
    /// Who wants it; `nil` when the server itself does, which may everything.
    public let actor: Account?

    /// Makes a change.
    public init(_ change: ChangeMember.Change, of account: Account, in room: RoomName, by actor: Account?) {
        self.change = change
        self.room = room
        self.account = account
        self.actor = actor
    }
}
