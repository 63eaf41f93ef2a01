internal import ChatroomCore
internal import ChatroomStore

/// Answers `ack`: moves a named cursor, durably.
struct AckHandler {
    let services: Services
    let identity: Identity

    func handle(_ ack: Ack) async throws -> Reply {
        try await ConversationLookup(services: services, identity: identity).check(ack.conversation)
        try await services.store.advance([
            CursorMove(
                account: identity.account.id, name: ack.cursor, conversation: ack.conversation, seq: ack.seq)
        ])
        return .done
    }
}
