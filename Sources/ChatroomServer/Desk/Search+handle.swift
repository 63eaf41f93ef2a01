internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension Search: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Found> {
        let (lookup, engines) = (visit.lookup(for: identity), visit.services.engines)
        return .answer(try await EvenPace.run { try await find(for: identity.account.id, in: engines, lookup) })
    }

    private func find(
        for account: Account.ID, in engines: Engines, _ lookup: ConversationLookup
    ) async throws -> Found {
        try await engines.search.checkIndex()
        // Before rights are looked at, since it may take a while.
        try await engines.search.updateIndex()
        let conversations: Set<Conversation.ID>
        if let target {
            conversations = [try await lookup.find(target, for: .read).conversation]
        } else {
            conversations = try await engines.rooms.visibleConversations(to: account)
        }
        let found = try await engines.search.search(self, in: conversations, for: account)
        // A page of the largest messages would not fit a frame.
        var bytes = 0
        let fitting = found.hits.prefix { hit in
            bytes += hit.message.body.utf8.count
            return bytes <= HistoryPage.byteLimit
        }
        guard fitting.count < found.hits.count, !fitting.isEmpty else { return found }
        var shorter = self
        shorter.limit = fitting.count
        return try await engines.search.search(shorter, in: conversations, for: account)
    }
}
