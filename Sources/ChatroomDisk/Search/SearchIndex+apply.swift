internal import ChatroomCore
internal import GRDB

extension SearchIndex {
    /// How far each conversation is indexed: the seq of the last entry; conversations at 0 are left out.
    func positions() async throws(ChatError) -> [Conversation.ID: Message.Seq] {
        try await read { db in
            let rows = try db.all("SELECT conversation, seq FROM positions", []) { row in
                (Conversation.ID(rawValue: try row.integer(0)), try row.integer(1))
            }
            return Dictionary(rows) { first, _ in first }
        }
    }

    /// Indexes entries in one transaction, and moves the positions of their conversations.
    ///
    /// About 1000 at a time are fast. Entries that are indexed already change nothing, nor do changes of messages that
    /// are not indexed, such as deleted ones.
    ///
    /// - Parameter entries: The entries; those of a conversation follow its position, in their order and without a gap.
    /// - Throws: ``ChatError`` with code `internal` when an entry is missing before one of them; with code `storage` or
    ///   `storage-full`; then nothing is indexed.
    func apply(_ entries: [SearchEntry]) async throws(ChatError) {
        guard !entries.isEmpty else { return }
        try await transaction { db in
            var positions: [Conversation.ID: Message.Seq] = [:]
            for conversation in Set(entries.map(\.conversation)) {
                let sql = "SELECT seq FROM positions WHERE conversation = ?"
                positions[conversation] = try db.first(sql, [conversation.rawValue]) { try $0.integer(0) }
            }
            let batch = try SearchBatch(entries, after: positions)
            try SearchRows(db: db).write(batch)
            if batch.changed.values.contains(where: { $0 == nil }) { try db.noteErasure() }
            for (conversation, seq) in batch.positions { try db.move(conversation, to: seq) }
        }
    }

    /// Forgets the messages of a conversation up to one of them, because their time is over or the room is gone.
    ///
    /// The conversation's position does not stay behind that message, so the entries up to it are not asked for again.
    /// Works in several transactions, so that others get in between; after a failure call it again.
    ///
    /// - Parameters:
    ///   - conversation: The conversation.
    ///   - seq: The last message to forget; `.max` for a room that is gone for good.
    /// - Throws: ``ChatError`` with code `storage` or `storage-full`.
    func remove(_ conversation: Conversation.ID, through seq: Message.Seq) async throws(ChatError) {
        var isDone = false
        while !isDone {
            isDone = try await transaction { db in
                try db.move(conversation, to: seq)
                try db.noteErasure()
                return try SearchRows(db: db).remove(conversation, through: seq, atMost: 1000)
            }
        }
    }

    /// Merges the whole index into one piece, so that it holds no word of what was deleted, and is faster.
    ///
    /// SQLite before 3.42 only notes in the index that a message is gone; its words go when pieces are merged, which
    /// may be late. Everything that writes waits meanwhile: about 3 seconds for a million messages.
    ///
    /// - Throws: ``ChatError`` with code `storage` or `storage-full`; then the index is as it was.
    func compact() async throws(ChatError) {
        try await transaction { db in
            try db.execute(sql: "INSERT INTO search (search) VALUES ('optimize')")
            try db.run("UPDATE erasure SET pending = 0", [])
        }
        try await cutLog()
    }

    /// Whether it may hold words of what was deleted, also before it was opened.
    func hasErasures() async throws(ChatError) -> Bool {
        try await read { db in try db.first("SELECT pending FROM erasure", []) { try $0.integer(0) == 1 } ?? true }
    }
}

extension Database {
    /// Notes that something was deleted, so that it is known after a crash.
    fileprivate func noteErasure() throws { try run("UPDATE erasure SET pending = 1 WHERE pending = 0", []) }

    /// Moves a conversation's position forward, never back.
    fileprivate func move(_ conversation: Conversation.ID, to seq: Message.Seq) throws {
        try run(
            """
            INSERT INTO positions (conversation, seq) VALUES (?, ?)
            ON CONFLICT (conversation) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq
            """, [conversation.rawValue, seq])
    }
}
