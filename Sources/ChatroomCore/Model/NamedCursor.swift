/// A cursor that the server keeps for a user, and what is not dealt with under it.
public struct NamedCursor: Sendable, Equatable {
    /// What it is called.
    public let name: Cursor.Name
    /// Where it stands: everything up to and including this is dealt with.
    public let place: Cursor
    /// How many messages after that are not.
    public let waiting: Int

    /// Makes a description of a cursor.
    public init(name: Cursor.Name, place: Cursor, waiting: Int) {
        self.name = name
        self.place = place
        self.waiting = waiting
    }
}
