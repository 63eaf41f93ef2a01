internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Revokes a token; to revoke the one in use is to log out.
extension RevokeToken: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        if token == identity.token { return try await Logout().handle(as: identity, &visit) }
        let services = visit.services
        try await services.engines.accounts.revokeToken(token, of: identity.account.id)
        await services.registry.revoke(token)
        await services.writer.settle()
        return .done
    }
}
