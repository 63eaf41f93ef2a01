internal import ChatroomCore
internal import ChatroomStore

/// Makes changes of rooms and rights felt at once: by what was looked up before, by live subscriptions, by those who
/// watch for conversations.
struct RoomChanges {
    let services: Services

    /// Ends what accounts follow of a conversation that they were put out of, and what they are sending there.
    ///
    /// Nothing of theirs is stored there after this returns.
    func evict(
        from conversation: Conversation.ID, _ reason: ChatError, where isOut: @escaping @Sendable (Account.ID) -> Bool
    ) async {
        services.rights.advance()
        await services.registry.end(conversation, reason) { isOut($0.account.id) }
        // Whoever waits for work there finds out by asking.
        services.bus.doorbell.ring([conversation])
        await services.writer.settle()
    }

    /// Tells accounts that watch for it, or all that do, of a conversation that they can see from here on.
    func open(_ conversation: Conversation.ID, for accounts: Set<Account.ID>?) async throws {
        services.rights.advance()
        for (account, handles) in await services.registry.watchers(of: accounts) {
            // Rights may have changed since; who may only look as an administrator hears of it elsewhere.
            guard let access = try await services.engines.rooms.access(account, to: conversation),
                RoomRights.verdict(.read, as: access.standing, kind: access.kind, isPrivate: access.isPrivate)
                    == .granted,
                let summary = try await services.engines.rooms.summary(of: conversation, for: account)
            else { continue }
            for handle in handles { handle.notify(.opened(summary)) }
        }
    }
}
