internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Answers `search` and `verify`.
struct SearchHandler {
    let services: Services
    let identity: Identity

    func search(_ search: Search) async throws -> Reply { try await EvenPace.run { try await find(search) } }

    private func find(_ search: Search) async throws -> Reply {
        let account = identity.account.id
        try await services.engines.search.checkIndex()
        // Before rights are looked at, since it may take a while.
        try await services.engines.search.updateIndex()
        let conversations: Set<Conversation.ID>
        if let target = search.target {
            conversations = [try await lookup.find(target, for: .read).conversation]
        } else {
            conversations = try await services.engines.rooms.visibleConversations(to: account)
        }
        let found = try await services.engines.search.search(search, in: conversations, for: account)
        // A page of the largest messages would not fit a frame.
        var bytes = 0
        let fitting = found.hits.prefix { hit in
            bytes += hit.message.body.utf8.count
            return bytes <= HistoryPage.byteLimit
        }
        guard fitting.count < found.hits.count, !fitting.isEmpty else { return .found(found) }
        return .found(
            try await services.engines.search.search(search.limited(to: fitting.count), in: conversations, for: account)
        )
    }

    func verify(_ verify: Verify) async throws -> Reply {
        let access = try await lookup.find(verify.target, for: .read)
        return .verified(try await services.engines.log.verifyChain(of: access.conversation, after: verify.after))
    }

    private var lookup: ConversationLookup { ConversationLookup(services: services, identity: identity) }
}

extension Search {
    fileprivate func limited(to count: Int) -> Search {
        var search = self
        search.limit = count
        return search
    }
}
