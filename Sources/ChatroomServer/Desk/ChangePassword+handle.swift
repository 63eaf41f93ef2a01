internal import ChatroomWire

/// Replaces the password; sessions opened by other tokens end.
extension ChangePassword: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let services = visit.services
        let revoked = try await services.accounts.changePassword(self, of: identity, from: visit.peer.caller)
        for token in revoked { await services.registry.revoke(token) }
        await services.writer.settle()
        return .done
    }
}
