internal import ChatroomWire

extension Unfollow: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        try await visit.peer.unfollow(conversation)
        return .done
    }
}
