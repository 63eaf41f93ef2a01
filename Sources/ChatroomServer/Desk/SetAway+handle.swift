internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension SetAway: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        try await visit.services.engines.accounts.setAway(text, of: identity.account.id)
        await visit.services.registry.setAway(text, of: identity)
        return .done
    }
}
