internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// The position of a named cursor; makes the cursor there, durably, if there is none.
    ///
    /// In a direct conversation in which nothing was said none is made: then it is 0. Where there is no such message to make it at, the error has the code `invalid`.
    func cursor(
        _ name: ChatroomCore.Cursor.Name, of account: Account.ID, in conversation: Conversation.ID,
        orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> Message.Seq {
        let move = CursorMove(account: account, name: name, conversation: conversation, seq: seq)
        let known = try await read { db in try move.position(in: db) ?? (move.isOfNothing(in: db) ? 0 : nil) }
        if let known { return known }
        return try await transaction { [bounds] db in
            // It may have come to be since it was looked for.
            if let position = try move.position(in: db) { return position }
            try move.apply(in: db, bounds)
            return seq
        }
    }

    /// The named cursors of an account, by name; the markers of what was read and received are none of them.
    public func cursors(of account: Account.ID) async throws(ChatError) -> [KeptCursor] {
        try await read { db in
            let rows = try db.all(
                """
                SELECT name, conversation, seq, (
                    SELECT count(*) FROM work WHERE work.user = cursors.user AND cursor = name
                    AND work.conversation = cursors.conversation AND work.seq > cursors.seq AND done = 1)
                FROM cursors WHERE user = ? AND name NOT IN ('read', 'delivered') ORDER BY name, conversation
                """, [account.rawValue]
            ) { (try $0.text(0), try $0.integer(1), try $0.integer(2), try $0.integer(3)) }
            return try rows.map { name, conversation, seq, done in
                let conversation = Conversation.ID(rawValue: conversation)
                let log = try LogBounds(db, conversation)
                return KeptCursor(
                    name: try ChatroomCore.Cursor.Name(name), conversation: conversation, position: seq,
                    waiting: Int(max(0, log.head - max(seq, log.floor) - done)))
            }
        }
    }

    /// Writes what is there already, durably, to see whether that can be done.
    public func checkWritable() async throws(ChatError) {
        try await transaction { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    /// Moves named cursors forward, never back, in one durable transaction; makes those that do not exist.
    ///
    /// - Parameter moves: The moves; one that would go back changes nothing.
    /// - Throws: ``ChatError`` with code `invalid` when a move leads beyond the log, or `not-found` when its user or
    ///   conversation does not exist; then no cursor moves.
    func advance(_ moves: [CursorMove]) async throws(ChatError) {
        guard !moves.isEmpty else { return }
        try await transaction { [bounds] db in
            for move in moves { try move.apply(in: db, bounds) }
        }
    }
}

extension CursorMove {
    fileprivate func position(in db: Database) throws -> Message.Seq? {
        try db.first(
            "SELECT seq FROM cursors WHERE user = ? AND name = ? AND conversation = ?",
            [account.rawValue, name.text, conversation.rawValue]
        ) { try $0.integer(0) }
    }

    /// Whether there is nothing to keep.
    ///
    /// Of a direct conversation without a row nothing can be kept. There is nothing in it that a marker could tell, and
    /// where nothing was said a cursor stands at the beginning without being kept.
    fileprivate func isOfNothing(in db: Database) throws -> Bool {
        guard seq == 0, DirectPair(numbered: conversation) != nil else { return false }
        return try name.isMarker || LogBounds(db, conversation).head == 0
    }

    fileprivate func apply(in db: Database, _ bounds: StoreBounds) throws {
        guard seq >= 0, seq <= (try LogBounds(db, conversation).head) else {
            throw ChatError(.invalid, "there is no message \(seq) for the cursor '\(name)' to stand at")
        }
        if try isOfNothing(in: db) { return }
        try DirectPair.store(conversation, in: db)
        if !name.isMarker, try position(in: db) == nil {
            let sql = "SELECT count(*) FROM cursors WHERE user = ? AND name NOT IN ('read', 'delivered')"
            guard try db.first(sql, [account.rawValue], { try $0.integer(0) }) ?? 0 < bounds.cursors else {
                throw ChatError(
                    .quotaExceeded,
                    "you have \(bounds.cursors) named cursors, and that is the limit (cursors-per-user)",
                    hint: "Use one of those for this conversation; a removed room takes its cursors along.")
            }
        }
        try db.run(
            """
            INSERT INTO cursors (user, name, conversation, seq) VALUES (?, ?, ?, ?)
            ON CONFLICT (user, name, conversation) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq
            """, [account.rawValue, name.text, conversation.rawValue, seq])
    }
}

extension ChatroomCore.Cursor.Name {
    /// Whether it tells what a user has read or received, of which each conversation has one.
    fileprivate var isMarker: Bool { self == .read || self == .delivered }
}
