internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Recomputes a piece of a hash chain.
extension Verify: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Verified> {
        let access = try await visit.lookup(for: identity).find(target, for: .read)
        return .answer(try await visit.services.engines.log.verifyChain(of: access.conversation, after: after))
    }
}
