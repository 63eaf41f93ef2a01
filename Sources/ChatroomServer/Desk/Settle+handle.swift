internal import ChatroomWire

/// Notes what became of work under a named cursor.
extension Settle: MemberCall {
    static let rule = CallRule(phase: .afterLogin, isActivity: false)

    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let services = visit.services
        let access = try await visit.lookup(for: identity).check(conversation, for: .read)
        let key = WorkQueues.Key(account: identity.account.id, cursor: cursor, conversation: conversation)
        let position = try await services.queues.settle(self, key)
        // Whoever works on what was said to it has received it.
        if access.kind == .direct, position > 0 {
            try await services.advance(.delivered, of: identity, in: access, to: position)
        }
        return .done
    }
}
