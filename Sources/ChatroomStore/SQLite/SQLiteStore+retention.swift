public import ChatroomCore
internal import GRDB

extension SQLiteStore {
    /// The rooms whose messages are kept for a time only, and how long.
    public func retentions() async throws(ChatError) -> [Conversation.ID: Duration] {
        try await read { db in
            let rows = try db.all(
                "SELECT id, retain FROM conversations WHERE retain > 0 AND kind <> 'removed'", []
            ) { (Conversation.ID(rawValue: try $0.integer(0)), Duration.milliseconds(try $0.integer(1))) }
            return Dictionary(rows) { one, _ in one }
        }
    }

    /// Erases the text of the oldest messages of a conversation for good, in short transactions; what is left of each
    /// keeps the chain whole.
    public func expire(_ conversation: Conversation.ID, through seq: Message.Seq) async throws(ChatError) {
        while try await expireSome(of: conversation, through: seq) {}
        try await index.remove(conversation, through: seq)
        try await index.compact()
    }

    /// Erases at most a few hundred texts.
    ///
    /// - Returns: Whether there are more.
    private func expireSome(
        of conversation: Conversation.ID, through seq: Message.Seq
    ) async throws(ChatError) -> Bool {
        try await transaction { db in
            let floor = try LogBounds(db, conversation).floor
            let last = min(seq, floor + 500)
            guard last > floor else { return false }
            let texts = try db.all(
                "SELECT seq, body FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ? AND body IS NOT NULL",
                [conversation.rawValue, floor + 1, last]
            ) { (seq: try $0.integer(0), body: try $0.text(1)) }
            for text in texts { try MessageEffects.erase(text.seq, text.body, of: conversation, in: db) }
            try db.run(
                "DELETE FROM mentions WHERE conversation = ? AND seq BETWEEN ? AND ?",
                [conversation.rawValue, floor + 1, last])
            try db.run(
                "UPDATE conversations SET floor = ? WHERE id = ? AND floor < ?",
                [last, conversation.rawValue, last])
            return last < seq
        }
    }
}
