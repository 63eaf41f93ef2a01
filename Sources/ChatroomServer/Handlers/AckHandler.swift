internal import ChatroomCore
internal import ChatroomStore

/// Takes `ack` as far as the log writer's queue: it moves a named cursor, answers when that is durable, and tells the
/// other user of a direct conversation what was received and read.
struct AckHandler {
    let services: Services
    let identity: Identity

    func handle(_ ack: Ack, answering request: UInt64, of connection: ConnectionHandle) async throws {
        try await ConversationLookup(services: services, identity: identity).check(ack.conversation, for: .read)
        let move = CursorMove(
            account: identity.account.id, name: ack.cursor, conversation: ack.conversation, seq: ack.seq)
        try await services.writer.submit(.move(move), answering: request, of: connection)
    }
}
