internal import ChatroomCore
internal import GRDB

extension SQLiteStore {
    /// The conversations that hold text whose time is over, and up to where: rooms that keep messages for a time only,
    /// and rooms that were removed.
    func overdue(at time: Timestamp) async throws(ChatError) -> [Conversation.ID: Message.Seq] {
        let kept = try await read { db in
            try db.all(
                "SELECT id, kind, retain FROM conversations WHERE kind = 'removed' OR kind <> 'direct' AND retain > 0",
                []
            ) { (Conversation.ID(rawValue: try $0.integer(0)), try $0.text(1) == "removed", try $0.integer(2)) }
        }
        var overdue: [Conversation.ID: Message.Seq] = [:]
        for (conversation, isRemoved, retain) in kept {
            let seq: Message.Seq? = try await read { db in
                let log = try LogBounds(db, conversation)
                let oldest = Timestamp(milliseconds: time.milliseconds - retain)
                let last = isRemoved ? log.head : try log.position(before: oldest)
                return last > log.floor ? last : nil
            }
            overdue[conversation] = seq
        }
        return overdue
    }

    /// Erases the text of the oldest messages of a conversation for good, in short transactions; what is left of each
    /// keeps the chain whole.
    func expire(_ conversation: Conversation.ID, through seq: Message.Seq) async throws(ChatError) {
        let seq = min(seq, try await head(of: conversation))
        while try await expireSome(of: conversation, through: seq) {}
        try await index.remove(conversation, through: seq)
        await follower.noteDeletions()
    }

    /// Rids the search index and both write-ahead logs of the words of deleted messages, if there are any.
    ///
    /// The databases themselves lose them at once (`secure_delete`), but what was written before stays in a log until
    /// that is cut off. After a crash, logs are cut off when the store is opened, and the index remembers.
    func eraseTraces() async throws(ChatError) -> Bool {
        guard await follower.takeDeletions() else { return false }
        do throws(ChatError) {
            try await index.compact()
            try await access.cutLog()
            return true
        } catch {
            await follower.noteDeletions()
            throw error
        }
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
                "SELECT seq FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ? AND body IS NOT NULL",
                [conversation.rawValue, floor + 1, last]
            ) { try $0.integer(0) }
            for text in texts { try MessageEffects.erase(text, of: conversation, in: db) }
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
