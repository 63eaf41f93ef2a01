internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// Brings the search index up to date with the log.
    func updateIndex() async throws(ChatError) { try await follower.catchUp(self) }

    /// Refuses while too much of the log is missing from the search index.
    func checkIndex() async throws(ChatError) { try await follower.checkBacklog() }

    /// Finds messages by their words, newest first, among conversations that the account may read.
    ///
    /// Everything that was stored before the call is looked at.
    func search(
        _ search: Search, in conversations: Set<Conversation.ID>, for account: Account.ID
    ) async throws(ChatError) -> Found {
        try await updateIndex()
        var sender: Account.ID?
        if let name = search.from {
            sender = try await self.account(of: name)
            guard sender != nil else { return Found(hits: [], next: nil) }
        }
        let request = SearchRequest(
            terms: search.terms, sender: sender, hasFile: search.hasFile, since: search.since, until: search.until,
            conversations: conversations, before: search.before, limit: search.limit)
        let places = try await index.search(request)
        let hits = try await read { db in
            let summaries = SummaryReader(db, account)
            return try places.compactMap { place -> Found.Hit? in
                guard let message = try Self.message(place.seq, of: place.conversation, in: db),
                    let target = try summaries.target(of: place.conversation)
                else { return nil }
                return Found.Hit(conversation: place.conversation, target: target, message: message)
            }
        }
        return Found(hits: hits, next: places.count == search.limit ? places.last?.position : nil)
    }

    /// One message, folded; none when its text is gone.
    private static func message(
        _ seq: Message.Seq, of conversation: Conversation.ID, in db: Database
    ) throws -> Message? {
        var reader = MessageReader(db, conversation)
        let sql = """
            SELECT \(MessageReader.columns) FROM messages WHERE conversation = ? AND seq = ? AND body IS NOT NULL
            """
        guard let message = try db.first(sql, [conversation.rawValue, seq], { try reader.message(in: $0) }) else {
            return nil
        }
        var folded = [message]
        try MessageFold(db: db, conversation: conversation).fold(&folded)
        return folded.first
    }

    private func account(of name: UserName) async throws(ChatError) -> Account.ID? {
        try await read { db in
            try db.first("SELECT id FROM users WHERE name = ?", [name.text]) {
                Account.ID(rawValue: try $0.integer(0))
            }
        }
    }
}
