internal import ChatroomCore
internal import ChatroomStore

/// Answers `claim` and `settle`: work under a named cursor.
struct ClaimHandler {
    let services: Services
    let identity: Identity

    func claim(_ claim: Claim, for connection: ConnectionHandle) async throws -> Reply {
        let access = try await ConversationLookup(services: services, identity: identity)
            .find(claim.target, for: .read)
        let key = WorkKey(account: identity.account.id, cursor: claim.cursor, conversation: access.conversation)
        return .claimed(try await services.queues.claim(claim, key, for: connection))
    }

    func settle(_ settle: Settle) async throws -> Reply {
        let access = try await ConversationLookup(services: services, identity: identity)
            .check(settle.conversation, for: .read)
        let account = identity.account.id
        let settlement = Settlement(
            account: account, name: settle.cursor, conversation: settle.conversation, done: settle.done,
            failed: settle.failed)
        let written = try await services.writer.write(.settle(settlement))
        if !settle.failed.isEmpty { services.bus.doorbell.ring([settle.conversation]) }
        // Whoever works on what was said to it has received it.
        if access.kind == .direct, case .settled(let position) = written, position > 0 {
            _ = try await services.writer.write(
                .move(
                    CursorMove(
                        account: account, name: .delivered, conversation: settle.conversation, seq: position)))
        }
        return .done
    }
}
