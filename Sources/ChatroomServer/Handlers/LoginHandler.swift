internal import ChatroomCore
internal import ChatroomStore

/// Answers `login`, by password or by token.
struct LoginHandler {
    let services: Services
    let connection: ConnectionHandle

    func handle(_ login: Login, _ session: inout Session) async throws -> Reply {
        switch login.credential {
        case .password(let name, let password, let label):
            let (identity, token) = try await services.accounts.login(
                name: name, password: password, label: label, from: connection.caller)
            try await open(identity, &session)
            return .loggedIn(LoggedIn(user: identity.account.user, token: token))
        case .token(let token):
            let identity = try await services.accounts.login(token: token, from: connection.caller)
            try await open(identity, &session)
            return .loggedIn(LoggedIn(user: identity.account.user, token: nil))
        }
    }

    /// Makes the connection the user's.
    func open(_ identity: Identity, _ session: inout Session) async throws {
        session.logIn(identity)
        let absence = try await services.store.absence(of: identity.account.id)
        await services.registry.logIn(connection.id, as: identity, away: absence.away)
        try await connection.loggedIn()
    }
}
