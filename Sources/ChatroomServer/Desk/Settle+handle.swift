internal import ChatroomStore
internal import ChatroomWire

/// Notes what became of work under a named cursor.
extension Settle: MemberCall {
    static let rule = CallRule(phase: .afterLogin, isActivity: false)

    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let services = visit.services
        let access = try await visit.lookup(for: identity).check(conversation, for: .read)
        let account = identity.account.id
        let settlement = Settlement(
            account: account, name: cursor, conversation: conversation, done: done, failed: failed)
        let written = try await services.writer.write(.settle(settlement))
        if !failed.isEmpty { services.bus.doorbell.ring([conversation]) }
        // Whoever works on what was said to it has received it.
        if access.kind == .direct, case .settled(let position) = written, position > 0 {
            let move = CursorMove(account: account, name: .delivered, conversation: conversation, seq: position)
            _ = try await services.writer.write(.move(move))
        }
        return .done
    }
}
