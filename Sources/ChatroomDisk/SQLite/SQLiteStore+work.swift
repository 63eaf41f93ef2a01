internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// Where a named cursor stands, and what is known beyond it; makes the cursor if there is none.
    func cursorState(
        _ name: ChatroomCore.Cursor.Name, of account: Account.ID, in conversation: Conversation.ID,
        orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> CursorState {
        let position = try await cursor(name, of: account, in: conversation, orMakeAt: seq)
        return try await read { db in
            var state = CursorState(position: position)
            let rows = try db.all(
                """
                SELECT seq, done, failures FROM work
                WHERE user = ? AND cursor = ? AND conversation = ? AND seq > ?
                """, [account.rawValue, name.text, conversation.rawValue, position]
            ) { (seq: try $0.integer(0), isDone: try $0.integer(1) == 1, failures: Int(try $0.integer(2))) }
            for row in rows {
                if row.isDone { state.done.insert(row.seq) } else { state.failures[row.seq] = row.failures }
            }
            return state
        }
    }

    /// Notes durably what became of messages beyond a named cursor, and moves it over all that is done in a row.
    ///
    /// - Parameters:
    ///   - name: The cursor, which exists.
    ///   - account: Whose it is.
    ///   - conversation: The conversation.
    ///   - done: What is done.
    ///   - failed: What was tried in vain; each counts once more.
    /// - Returns: Where the cursor stands.
    /// - Throws: ``ChatError`` with code `invalid` when there is no such message or cursor, and `storage`.
    func settle(
        _ name: ChatroomCore.Cursor.Name, of account: Account.ID, in conversation: Conversation.ID,
        done: [Message.Seq], failed: [Message.Seq]
    ) async throws(ChatError) -> Message.Seq {
        try await transaction { [bounds] db in
            let work = CursorWork(db: db, account: account, name: name, conversation: conversation)
            let log = try LogBounds(db, conversation)
            guard (done + failed).allSatisfy({ $0 <= log.head }), let position = try work.position() else {
                throw ChatError(.invalid, "there is no such message under the cursor '\(name)'")
            }
            // What has no text any more is nobody's work.
            let start = max(position, log.floor)
            // What is known beyond a cursor has a row for each message.
            guard (done + failed).allSatisfy({ $0 - start <= bounds.unsettled }) else {
                throw ChatError(
                    .quotaExceeded,
                    "the cursor '\(name)' is more than \(bounds.unsettled) messages behind (unsettled-per-cursor)",
                    hint: "Settle the oldest of its messages first.")
            }
            for seq in failed where seq > start { try work.note(seq, isDone: false) }
            for seq in done where seq > start { try work.note(seq, isDone: true) }
            return try work.advance(from: start, at: position)
        }
    }
}

/// The rows of one cursor.
private struct CursorWork {
    let db: Database
    let account: Account.ID
    let name: ChatroomCore.Cursor.Name
    let conversation: Conversation.ID

    private var key: StatementArguments { [account.rawValue, name.text, conversation.rawValue] }

    func position() throws -> Message.Seq? {
        try db.first("SELECT seq FROM cursors WHERE user = ? AND name = ? AND conversation = ?", key) {
            try $0.integer(0)
        }
    }

    func note(_ seq: Message.Seq, isDone: Bool) throws {
        try db.run(
            """
            INSERT INTO work (user, cursor, conversation, seq, done, failures) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (user, cursor, conversation, seq)
            DO UPDATE SET done = max(done, excluded.done), failures = failures + excluded.failures
            """, key + [seq, isDone, isDone ? 0 : 1])
    }

    /// Moves over what is done in a row.
    func advance(from start: Message.Seq, at old: Message.Seq) throws -> Message.Seq {
        let rows = try Row.fetchCursor(
            try db.cachedStatement(
                sql: """
                    SELECT seq, done FROM work
                    WHERE user = ? AND cursor = ? AND conversation = ? AND seq > ? ORDER BY seq
                    """), arguments: key + [start])
        var position = start
        while let row = try rows.next(), try row.integer(0) == position + 1, try row.integer(1) == 1 { position += 1 }
        guard position > old else { return old }
        try db.run(
            "DELETE FROM work WHERE user = ? AND cursor = ? AND conversation = ? AND seq <= ?", key + [position])
        try db.run(
            "UPDATE cursors SET seq = ? WHERE user = ? AND name = ? AND conversation = ?",
            StatementArguments([position]) + key)
        return position
    }
}
