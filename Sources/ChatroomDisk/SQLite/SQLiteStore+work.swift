internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// Hands messages to a holder, who has them until they are settled or the holder is released.
    ///
    /// Who has what is known in this process only: it is the only one, and what its end takes along is handed out anew.
    func take(
        _ key: WorkKey, from start: WorkKey.Start, atMost count: Int, for holder: Holder, lease: Duration
    ) async throws(ChatError) -> Handout {
        let isNew = holders.join(key, holder)
        do throws(ChatError) {
            try await load(key, start)
        } catch {
            if isNew { holders.leave(key, holder) }
            throw error
        }
        let (floor, head) = try await read { db in
            let log = try LogBounds(db, key.conversation)
            return (log.floor, log.head)
        }
        let (seqs, isKept) = holders.take(key, atMost: count, after: floor, upTo: head, for: holder)
        guard let first = seqs.first, let last = seqs.last else { return Handout() }
        var query = HistoryQuery(target: .lobby, after: first - 1, before: last + 1, limit: HistoryQuery.largestPage)
        query.isUnfolded = true
        do throws(ChatError) {
            if !isKept { _ = try await cursor(key.cursor, of: key.account, in: key.conversation, orMakeAt: 0) }
            let page = try await page(
                of: key.conversation, matching: query, for: nil, byteLimit: HistoryPage.byteLimit)
            return holders.handout(page.messages, of: Set(seqs), key, for: holder)
        } catch {
            holders.giveBack(Set(seqs), key, of: holder)
            throw error
        }
    }

    /// Gives back what a holder has; each of these messages was tried in vain once more.
    func release(_ holder: Holder) async throws(ChatError) -> [Conversation.ID] {
        var conversations: [Conversation.ID] = []
        for (key, held) in holders.held(by: holder) {
            defer { holders.leave(key, holder) }
            guard !held.isEmpty else { continue }
            conversations.append(key.conversation)
            let settlement = Settlement(
                account: key.account, name: key.cursor, conversation: key.conversation, done: [], failed: held)
            do throws(ChatError) {
                let position = try await transaction { [bounds] db in try settlement.settle(in: db, bounds) }
                holders.settle(settlement, at: position)
            } catch {
                // They can be worked on, though the failure does not count.
                access.onFault("failed work could not be counted: \(error)")
                holders.giveBack(Set(held), key, of: holder)
            }
        }
        return conversations
    }

    /// Reads a queue unless it is here.
    private func load(_ key: WorkKey, _ start: WorkKey.Start) async throws(ChatError) {
        guard !holders.hasQueue(key) else { return }
        guard holders.queues(of: key.account) < bounds.cursors else {
            throw ChatError(
                .quotaExceeded, "you work under \(bounds.cursors) named cursors (cursors-per-user)",
                hint: "Use one of those, or end a connection that works under others.")
        }
        let seq: Message.Seq
        switch start {
        case .after(let after): seq = min(after, try await head(of: key.conversation))
        case .since(let time): seq = try await position(before: time, in: key.conversation)
        case .tail: seq = try await firstPlace(for: key.account, in: key.conversation)
        }
        holders.add(
            try await cursorState(key.cursor, of: key.account, in: key.conversation, orMakeAt: seq), of: key)
    }

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
}

extension Settlement {
    /// Notes what became of messages, and moves the cursor over all that is done in a row.
    ///
    /// - Returns: Where the cursor stands.
    /// - Throws: ``ChatError`` that refuses it, before anything is written, and what the database throws.
    func settle(in db: Database, _ bounds: StoreBounds) throws -> Message.Seq {
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
