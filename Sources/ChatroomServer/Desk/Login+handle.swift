internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Logs in, by password or by token.
extension Login: Handled {
    static let rule = CallRule(phase: .beforeLogin, isActivity: true)

    func handle(_ visit: inout Visit) async throws -> Outcome<LoggedIn> {
        let (peer, accounts) = (visit.peer, visit.services.accounts)
        peer.isLoggingIn = true
        defer { peer.isLoggingIn = false }
        switch credential {
        case .password(let name, let password, let label):
            let (identity, token) = try await accounts.login(
                name: name, password: password, label: label, proof: proof, from: peer.caller)
            let secret = try await visit.open(identity)
            let user = identity.account.user
            return .answer(
                LoggedIn(
                    user: user, token: token, idSecret: secret, proof: accounts.proof(after: proof, of: user.name)))
        case .token(let token):
            let identity = try await accounts.login(token: token, from: peer.caller)
            let secret = try await visit.open(identity)
            return .answer(LoggedIn(user: identity.account.user, token: nil, idSecret: secret))
        }
    }
}

extension Visit {
    /// Makes the peer the user's.
    ///
    /// Revoking a token ends the sessions that the registry knows. One that is on its way there meanwhile is seen by the
    /// look at the token afterwards: either that finds the token gone, or the revocation finds the session.
    ///
    /// - Returns: What only the user is told.
    /// - Throws: ``ChatError`` with code `not-logged-in` when the login was revoked meanwhile.
    mutating func open(_ identity: Identity) async throws -> MessageID.Secret {
        let absence = try await services.engines.accounts.absence(of: identity.account.id)
        await services.registry.logIn(peer.id, as: identity, away: absence.away)
        do {
            let secret = try await services.engines.accounts.idSecret(of: identity.account.id, heldBy: identity.token)
            guard let secret else { throw Accounts.revoked }
            session.logIn(identity)
            try await peer.identified(as: identity)
            return secret
        } catch {
            session.logOut()
            await services.registry.logOut(peer.id)
            throw error
        }
    }
}
