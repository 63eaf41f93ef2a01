internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Revokes the token of this login; other sessions that use it end, and this peer belongs to nobody.
extension Logout: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        await visit.closeFiles()
        let (peer, services) = (visit.peer, visit.services)
        try await services.engines.accounts.revokeToken(identity.token, of: identity.account.id)
        visit.session.logOut()
        await services.registry.logOut(peer.id)
        try await peer.identified(as: nil)
        await services.queues.release(peer.id)
        await services.registry.revoke(identity.token)
        await services.writer.settle()
        return .done
    }
}
