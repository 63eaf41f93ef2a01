/// A request to change who belongs to a room.
public struct ChangeMember: Sendable, Equatable {
    /// What to do.
    public enum Change: String, Sendable, CaseIterable {
        /// Comes in, oneself.
        case join
        /// Goes, oneself.
        case leave
        /// Lets somebody in.
        case invite
        /// Puts somebody out.
        case kick
        /// Puts somebody out and keeps them out.
        case ban
        /// Ends a ban.
        case unban
        /// Takes a member's role back.
        case makeMember = "make-member"
        /// Makes a member moderator.
        case makeModerator = "make-moderator"
        /// Makes a member owner.
        case makeOwner = "make-owner"
    }

    /// The room.
    public let room: RoomName
    /// What to do.
    public let change: Change
    /// Whom it is about; `nil` when it is oneself.
    public let user: UserName?

    /// Makes a request.
    public init(room: RoomName, change: Change, user: UserName? = nil) {
        self.room = room
        self.change = change
        self.user = user
    }
}
