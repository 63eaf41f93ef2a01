internal import ChatroomStore
internal import ChatroomWire

/// Hands out work under a named cursor.
extension Claim: MemberCall {
    static let rule = CallRule(phase: .afterLogin, isActivity: false)

    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Claimed> {
        let access = try await visit.lookup(for: identity).find(target, for: .read)
        let key = WorkKey(
            account: identity.account.id, cursor: cursor, conversation: access.conversation)
        return .answer(try await visit.services.queues.claim(self, key, for: visit.peer))
    }
}
