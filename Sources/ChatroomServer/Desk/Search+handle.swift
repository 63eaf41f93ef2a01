internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension Search: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Found> {
        let (lookup, store) = (visit.lookup(for: identity), visit.services.store)
        return .answer(try await EvenPace.run { try await find(for: identity.account.id, in: store, lookup) })
    }

    private func find(
        for account: Account.ID, in store: any ChatStore, _ lookup: ConversationLookup
    ) async throws -> Found {
        try await store.checkIndex()
        // Before rights are looked at, since it may take a while.
        try await store.updateIndex()
        let conversations: Set<Conversation.ID>
        if let target {
            conversations = [try await lookup.find(target, for: .read).conversation]
        } else {
            conversations = try await store.visibleConversations(to: account)
        }
        let found = try await store.search(self, in: conversations, for: account)
        // A page of the largest messages would not fit a frame.
        var bytes = 0
        let fitting = found.hits.prefix { hit in
            bytes += hit.message.body.utf8.count
            return bytes <= HistoryPage.byteLimit
        }
        guard fitting.count < found.hits.count, !fitting.isEmpty else { return found }
        var shorter = self
        shorter.limit = fitting.count
        return try await store.search(shorter, in: conversations, for: account)
    }
}
