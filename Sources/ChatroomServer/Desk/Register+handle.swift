internal import ChatroomWire
internal import Logging

/// Makes an account and logs in to it.
extension Register: Handled {
    static let rule = CallRule(phase: .beforeLogin, isActivity: true)

    func handle(_ visit: inout Visit) async throws -> Outcome<LoggedIn> {
        let (peer, services) = (visit.peer, visit.services)
        peer.isLoggingIn = true
        defer { peer.isLoggingIn = false }
        let (identity, token) = try await services.accounts.register(
            self, policy: services.configuration.registration, from: peer.caller)
        services.logger.info("registered", metadata: ["user": "\(name)", "kind": "\(kind.rawValue)"])
        let secret = try await visit.open(identity)
        return .answer(
            LoggedIn(
                user: identity.account.user, token: token, idSecret: secret,
                proof: services.accounts.proof(after: nil, of: name)))
    }
}
