internal import ChatroomCore
internal import GRDB

/// Finds where in a conversation's log a history begins and ends.
///
/// Everything but the sender becomes a range of `seq`: a log has no gaps, so counting is arithmetic, and its times
/// never decrease, so a time is found by halving.
struct LogBounds {
    let db: Database
    let conversation: Conversation.ID
    /// The seq of the newest message; 0 when there is none.
    let head: Message.Seq
    /// The last message whose time is over; 0 when there is none.
    let floor: Message.Seq

    init(_ db: Database, _ conversation: Conversation.ID) throws {
        self.db = db
        self.conversation = conversation
        let sql = "SELECT seq FROM messages WHERE conversation = ? ORDER BY seq DESC LIMIT 1"
        head = try db.first(sql, [conversation.rawValue]) { try $0.integer(0) } ?? 0
        floor =
            try db.first("SELECT floor FROM conversations WHERE id = ?", [conversation.rawValue]) {
                try $0.integer(0)
            } ?? 0
    }

    /// The first and the last seq that a query allows; the first is above the last when it allows none.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - filter: What messages must meet besides.
    /// - Returns: The two, within 1 and the head.
    /// - Throws: What the database throws.
    func bounds(of query: HistoryQuery, _ filter: MessageFilter) throws -> (first: Message.Seq, last: Message.Seq) {
        var first = min(max(query.after, floor, filter.after), head) + 1
        var last = head
        if let before = query.before { last = min(last, max(before, 1) - 1) }
        if let since = query.since { first = max(first, try position(before: since) + 1) }
        if let until = query.until { last = min(last, try position(before: until)) }
        if let newest = query.newest, first <= last {
            first = max(
                first, try start(ofNewest: Message.Seq(max(newest, 0)), upTo: last, from: first, filter))
        }
        return (first, last)
    }

    /// The seq of the last message that was stored before a time; 0 when there is none.
    func position(before time: Timestamp) throws -> Message.Seq {
        var before: Message.Seq = 0
        var notBefore = head + 1
        while notBefore - before > 1 {
            let middle = before + (notBefore - before) / 2
            if try self.time(of: middle) < time.milliseconds { before = middle } else { notBefore = middle }
        }
        return before
    }

    private func time(of seq: Message.Seq) throws -> Int64 {
        let sql = "SELECT time FROM messages WHERE conversation = ? AND seq = ?"
        guard let time = try db.first(sql, [conversation.rawValue, seq], { try $0.integer(0) }) else {
            throw UnreadableRow(description: "message \(conversation):\(seq) is missing")
        }
        return time
    }

    /// The seq at which the newest `count` messages that meet a filter begin.
    private func start(
        ofNewest count: Message.Seq, upTo last: Message.Seq, from first: Message.Seq, _ filter: MessageFilter
    ) throws -> Message.Seq {
        guard count > 0 else { return last + 1 }
        if try filter.takesAll(db, conversation) { return last - count + 1 }
        let sql = """
            SELECT seq FROM messages WHERE conversation = ? AND \(filter.range) BETWEEN ? AND ? \(filter.sql)
            ORDER BY seq DESC LIMIT 1 OFFSET ?
            """
        let arguments: StatementArguments =
            [conversation.rawValue, first, last] + filter.arguments + [count - 1]
        return try db.first(sql, arguments) { try $0.integer(0) } ?? first
    }
}
