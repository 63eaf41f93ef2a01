internal import ChatroomCore
internal import ChatroomStore

/// Answers `claim` and `settle`: work under a named cursor.
struct ClaimHandler {
    let services: Services
    let identity: Identity

    func claim(_ claim: Claim, for connection: ConnectionHandle) async throws -> Reply {
        let access = try await ConversationLookup(services: services, identity: identity)
            .find(claim.target, for: .read)
        return .claimed(
            try await services.queues.claim(claim, key(claim.cursor, access.conversation), for: connection))
    }

    func settle(_ settle: Settle) async throws -> Reply {
        let access = try await ConversationLookup(services: services, identity: identity)
            .check(settle.conversation, for: .read)
        let position = try await services.queues.settle(settle, key(settle.cursor, settle.conversation))
        // Whoever works on what was said to it has received it.
        if access.kind == .direct, position > 0 {
            let move = CursorMove(
                account: identity.account.id, name: .delivered, conversation: access.conversation, seq: position)
            _ = try await services.writer.write(.move(move))
        }
        return .done
    }

    private func key(_ cursor: Cursor.Name, _ conversation: Conversation.ID) -> WorkQueues.Key {
        WorkQueues.Key(account: identity.account.id, cursor: cursor, conversation: conversation)
    }
}
