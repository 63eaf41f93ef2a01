internal import ChatroomStore
internal import ChatroomWire

/// Moves a named cursor, durably.
extension Ack: MemberCall {
    static let rule = CallRule(phase: .afterLogin, isActivity: false)

    /// Takes it as far as the log writer's queue, which answers when it is durable.
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        try await visit.lookup(for: identity).check(conversation, for: .read)
        let move = CursorMove(account: identity.account.id, name: cursor, conversation: conversation, seq: seq)
        try await visit.services.writer.submit(.move(move), answering: visit.request, of: visit.peer)
        return .later
    }
}
