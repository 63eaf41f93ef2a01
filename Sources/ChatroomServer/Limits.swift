/// What a server bounds so that no client can exhaust it; each is enforced before memory is spent.
public struct Limits: Sendable {
    /// The largest body of a message, in bytes of UTF-8.
    public var bodyBytes = 64 * 1024
    /// How long a client has from connecting until it is logged in.
    public var loginTime: Duration = .seconds(10)
    /// How many connections may be not logged in yet; the oldest gives way to a new one.
    public var unauthenticated = 128
    /// How many of them may come from one source; loopback and local sockets are exempt.
    public var unauthenticatedPerSource = 16
    /// How many connections may come from one source; loopback and local sockets are exempt.
    public var connectionsPerSource = 64
    /// How many failed logins end a connection.
    public var failedLoginsPerConnection = 5
    /// How long a peer may be silent before it counts as gone.
    public var silence: Duration = .seconds(45)
    /// How many sends of one connection may wait to be stored.
    public var unstoredPerConnection = 256
    /// How many bytes of bodies may wait to be stored, from all connections.
    public var unstoredBytes = 64 * 1024 * 1024
    /// How many conversations one connection may follow.
    public var subscriptions = 256
    /// How many bytes may wait in one connection's output before nothing more is written to it.
    public var pendingOutputBytes = 256 * 1024
    /// How long a shutdown waits for connections to end by themselves.
    public var drainTime: Duration = .seconds(5)

    /// Makes the standard limits.
    public init() {}
}
