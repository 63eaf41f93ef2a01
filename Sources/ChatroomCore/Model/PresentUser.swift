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
}
