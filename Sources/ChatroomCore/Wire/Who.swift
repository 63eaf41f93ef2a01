/// A user with at least one live session.
public struct PresentUser: Sendable, Equatable {
    /// The user's name.
    public let name: UserName
    /// What the user is.
    public let kind: User.Kind
    /// How many sessions of the user are live, 1 or more.
    public let sessions: Int
    /// When the first of them began.
    public let since: Timestamp
    /// How long ago the user last asked for something, signs of life aside.
    public let idle: Duration

    /// Makes a description of a user who is there.
    public init(name: UserName, kind: User.Kind, sessions: Int, since: Timestamp, idle: Duration) {
        self.name = name
        self.kind = kind
        self.sessions = sessions
        self.since = since
        self.idle = idle
    }

    init(_ wire: PBPresent.User) throws(ChatError) {
        self.init(
            name: try UserName(wire.name), kind: try User.Kind(wire.kind), sessions: Int(wire.sessions),
            since: Timestamp(milliseconds: wire.since), idle: .milliseconds(wire.idle))
    }

    var wire: PBPresent.User {
        var wire = PBPresent.User()
        wire.name = name.text
        wire.kind = kind.wire
        wire.sessions = UInt32(clamping: sessions)
        wire.since = since.milliseconds
        wire.idle = idle.wholeMilliseconds
        return wire
    }
}
