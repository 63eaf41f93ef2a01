/// A request to revoke the token of this login.
public struct Logout: Sendable, Equatable {
    /// Makes a request.
    public init() {}

    init(_ wire: PBLogout) {}

    var wire: PBLogout { PBLogout() }
}

extension Logout: Call {
    /// The verb.
    public var verb: String { "logout" }
    /// One of all requests.
    public var request: Request { .logout(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
