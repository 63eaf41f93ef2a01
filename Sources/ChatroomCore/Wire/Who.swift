/// A request to be told who is there.
public struct Who: Sendable, Equatable {
    /// A room for those of its members who are there, a user for that one, there or not; `nil` for everyone.
    public let target: Target?

    /// Makes a request.
    public init(target: Target? = nil) { self.target = target }

    init(_ wire: PBWho) throws(ChatError) {
        self.init(target: wire.target.isEmpty ? nil : try Target(wire.target))
    }

    var wire: PBWho {
        var wire = PBWho()
        wire.target = target?.description ?? ""
        return wire
    }
}

/// A user, as others see whether it is there.
public struct PresentUser: Sendable, Equatable {
    /// The user's name.
    public let name: UserName
    /// What the user is.
    public let kind: User.Kind
    /// How many sessions of the user are live; 0 for one who is not there.
    public let sessions: Int
    /// When the first of them began.
    public let since: Timestamp
    /// How long ago the user last asked for something, signs of life aside.
    public let idle: Duration
    /// Why the user is away; `nil` when the user is not.
    public let away: String?

    /// The longest text about being away, in bytes of UTF-8.
    public static let awayLimit = 256

    /// Makes a description of a user.
    public init(
        name: UserName, kind: User.Kind, sessions: Int, since: Timestamp, idle: Duration, away: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.sessions = sessions
        self.since = since
        self.idle = idle
        self.away = away
    }

    init(_ wire: PBPresent.User) throws(ChatError) {
        self.init(
            name: try UserName(wire.name), kind: try User.Kind(wire.kind), sessions: Int(wire.sessions),
            since: Timestamp(milliseconds: wire.since), idle: .milliseconds(wire.idle),
            away: wire.away.isEmpty ? nil : wire.away)
    }

    var wire: PBPresent.User {
        var wire = PBPresent.User()
        wire.name = name.text
        wire.kind = kind.wire
        wire.sessions = UInt32(clamping: sessions)
        wire.since = since.milliseconds
        wire.idle = idle.wholeMilliseconds
        wire.away = away ?? ""
        return wire
    }
}

extension [PresentUser] {
    init(_ wire: [PBPresent.User]) throws(ChatError) {
        self = []
        for user in wire { append(try PresentUser(user)) }
    }
}
