internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Answers `login`, by password or by token.
struct LoginHandler {
    let services: Services
    let connection: ConnectionHandle

    func handle(_ login: Login, _ session: inout Session) async throws -> Reply {
        switch login.credential {
        case .password(let name, let password, let label):
            let (identity, token) = try await services.accounts.login(
                name: name, password: password, label: label, proof: login.proof, from: connection.caller)
            let secret = try await open(identity, &session)
            let user = identity.account.user
            return .loggedIn(
                LoggedIn(
                    user: user, token: token, idSecret: secret,
                    proof: services.accounts.proof(after: login.proof, of: user.name)))
        case .token(let token):
            let identity = try await services.accounts.login(token: token, from: connection.caller)
            let secret = try await open(identity, &session)
            return .loggedIn(LoggedIn(user: identity.account.user, token: nil, idSecret: secret))
        }
    }

    /// Makes the connection the user's.
    ///
    /// Revoking a token ends the sessions that the registry knows. One that is on its way there meanwhile is seen by the
    /// look at the token afterwards: either that finds the token gone, or the revocation finds the session.
    ///
    /// - Returns: What only the user is told.
    /// - Throws: ``ChatError`` with code `not-logged-in` when the login was revoked meanwhile.
    func open(_ identity: Identity, _ session: inout Session) async throws -> MessageID.Secret {
        let absence = try await services.engines.accounts.absence(of: identity.account.id)
        await services.registry.logIn(connection.id, as: identity, away: absence.away)
        do {
            let secret = try await services.engines.accounts.idSecret(of: identity.account.id, heldBy: identity.token)
            guard let secret else { throw Accounts.revoked }
            session.logIn(identity)
            try await connection.loggedIn()
            return secret
        } catch {
            session.logOut()
            await services.registry.logOut(connection.id)
            throw error
        }
    }
}
