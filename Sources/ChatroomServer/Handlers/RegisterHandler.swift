internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import Logging

/// Answers `register`: makes an account and logs in to it.
struct RegisterHandler {
    let services: Services
    let connection: ConnectionHandle

    func handle(_ request: Register, _ session: inout Session) async throws -> Reply {
        let (identity, token) = try await services.accounts.register(
            request, policy: services.configuration.registration, from: connection.caller)
        services.logger.info(
            "registered", metadata: ["user": "\(request.name)", "kind": "\(request.kind.rawValue)"])
        let secret = try await LoginHandler(services: services, connection: connection).open(identity, &session)
        return .loggedIn(
            LoggedIn(
                user: identity.account.user, token: token, idSecret: secret,
                proof: services.accounts.proof(after: nil, of: request.name)))
    }
}
