internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Answers `logout`, `listTokens` and `revokeToken`.
struct TokenHandler {
    let services: Services
    let identity: Identity

    let connection: ConnectionHandle

    /// Revokes the token of this login; other sessions that use it end, and this connection belongs to nobody.
    func logout(_ session: inout Session) async throws -> Reply {
        try await services.engines.accounts.revokeToken(identity.token, of: identity.account.id)
        session.logOut()
        await services.registry.logOut(connection.id)
        try await connection.loggedOut()
        await services.queues.release(connection.id)
        await services.registry.revoke(identity.token)
        await services.writer.settle()
        return .done
    }

    func list() async throws -> Reply {
        let tokens = try await services.engines.accounts.tokens(of: identity.account.id)
        return .tokens(
            tokens.map {
                Token(
                    id: $0.id, label: $0.label, created: $0.created, lastUsed: $0.lastUsed,
                    isCurrent: $0.id == identity.token)
            })
    }

    /// Revokes a token; to revoke the one in use is to log out.
    func revoke(_ token: Token.ID, _ session: inout Session) async throws -> Reply {
        if token == identity.token { return try await logout(&session) }
        try await services.engines.accounts.revokeToken(token, of: identity.account.id)
        await services.registry.revoke(token)
        await services.writer.settle()
        return .done
    }
}
