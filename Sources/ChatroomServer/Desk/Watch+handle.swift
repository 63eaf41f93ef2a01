internal import ChatroomWire

extension Watch: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        await visit.services.registry.watch(visit.peer.id, self)
        return .done
    }
}
