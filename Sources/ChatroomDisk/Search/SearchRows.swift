internal import ChatroomCore
internal import GRDB

/// The rows of an index, within a transaction.
///
/// FTS5 collects words in memory as long as row numbers rise and writes them out when one goes back, so everything is
/// done in the order of positions.
struct SearchRows {
    let db: Database

    func write(_ batch: SearchBatch) throws {
        try change(batch.changed)
        let added = batch.added.values.sorted { left, right in
            (left.entry.time, left.entry.conversation.rawValue, left.entry.seq)
                < (right.entry.time, right.entry.conversation.rawValue, right.entry.seq)
        }
        for (entry, body) in added { try add(entry, body) }
    }

    private func add(_ entry: SearchEntry, _ body: String) throws {
        let position = try freePosition(at: entry.time)
        try db.run(
            "INSERT INTO rows (position, conversation, seq) VALUES (?, ?, ?)",
            [position, entry.conversation.rawValue, entry.seq])
        try db.run(
            "INSERT INTO search (rowid, body, tags) VALUES (?, ?, ?)",
            [position, IndexText(body).text, SearchExpression.tags(of: entry)])
    }

    /// The position after all of a time; a time that is full goes on in the next.
    private func freePosition(at time: Timestamp) throws -> Int64 {
        let sql = "SELECT position FROM rows WHERE position BETWEEN ? AND ? ORDER BY position DESC LIMIT 1"
        var first = SearchPosition.first(at: time)
        while true {
            let last = SearchPosition.last(atTimeOf: first)
            guard let taken = try db.first(sql, [first, last], { try $0.integer(0) }) else { return first }
            guard taken == last else { return taken + 1 }
            first = last + 1
        }
    }

    private func change(_ bodies: [SearchBatch.Key: String?]) throws {
        var found: [(position: Int64, body: String?)] = []
        for (key, body) in bodies {
            let sql = "SELECT position FROM rows WHERE conversation = ? AND seq = ?"
            if let position = try db.first(sql, [key.conversation.rawValue, key.seq], { try $0.integer(0) }) {
                found.append((position, body))
            }
        }
        for (position, body) in found.sorted(by: { $0.position < $1.position }) {
            if let body {
                try db.run("UPDATE search SET body = ? WHERE rowid = ?", [IndexText(body).text, position])
            } else {
                try remove(position)
            }
        }
    }

    /// Removes the first rows of a conversation.
    ///
    /// - Returns: Whether there are no more of them.
    func remove(_ conversation: Conversation.ID, through seq: Message.Seq, atMost limit: Int) throws -> Bool {
        let sql = "SELECT position FROM rows WHERE conversation = ? AND seq <= ? ORDER BY seq LIMIT ?"
        let positions = try db.all(sql, [conversation.rawValue, seq, limit]) { try $0.integer(0) }
        for position in positions.sorted() { try remove(position) }
        return positions.count < limit
    }

    private func remove(_ position: Int64) throws {
        try db.run("DELETE FROM search WHERE rowid = ?", [position])
        try db.run("DELETE FROM rows WHERE position = ?", [position])
    }
}
