public import ChatroomCore

/// A request to revoke one of the user's tokens.
public struct RevokeToken: Sendable, Equatable {
    /// The token.
    public let token: Token.ID

    /// Makes a request.
    public init(token: Token.ID) { self.token = token }

    init(_ wire: PBRevokeToken) { self.init(token: Token.ID(rawValue: wire.id)) }

    var wire: PBRevokeToken { .with { $0.id = token.rawValue } }
}

extension RevokeToken: Call {
    /// The verb.
    public var verb: String { "revoke-token" }
    /// One of all requests.
    public var request: Request { .revokeToken(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
