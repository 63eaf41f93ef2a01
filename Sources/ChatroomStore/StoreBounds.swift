/// What a store bounds so that no account makes it grow as it likes.
public struct StoreBounds: Sendable {
    /// How much of the disk stays free of new messages, in percent of its size.
    public var freeSpacePercent = 2
    /// How many named cursors an account has, its read and delivery markers not counted.
    public var cursors = 1000
    /// How far beyond a named cursor messages can be settled.
    public var unsettled = 100_000
    /// How many update keys an account has in one conversation; beyond that the one that was used first is forgotten.
    public var updateKeys = 1000
    /// In how many rooms an account is.
    public var memberships = 1000
    /// How many users are invited to one room at a time.
    public var invitations = 1000
    /// How many users are banned from one room.
    public var bans = 10_000

    /// Makes the standard bounds.
    public init() {}
}
