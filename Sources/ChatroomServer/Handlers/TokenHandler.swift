internal import ChatroomCore
internal import ChatroomStore

/// Answers `logout`, `listTokens` and `revokeToken`.
struct TokenHandler {
    let services: Services
    let identity: Identity

    /// Revokes the token of this login; other sessions that use it end.
    func logout(_ connection: ConnectionHandle) async throws -> Reply {
        try await services.store.revokeToken(identity.token, of: identity.account.id)
        await services.registry.revoke(identity.token, except: connection.id)
        return .done
    }

    func list() async throws -> Reply {
        let tokens = try await services.store.tokens(of: identity.account.id)
        return .tokens(
            tokens.map {
                Token(
                    id: $0.id, label: $0.label, created: $0.created, lastUsed: $0.lastUsed,
                    isCurrent: $0.id == identity.token)
            })
    }

    func revoke(_ token: Token.ID) async throws -> Reply {
        try await services.store.revokeToken(token, of: identity.account.id)
        await services.registry.revoke(token)
        return .done
    }
}
