public import ChatroomCore
internal import GRDB

extension SQLiteStore {
    /// Checks that a conversation's log is as it was written: without a gap, and each link of its chain right.
    ///
    /// Reads the whole log in short pieces, so it disturbs nobody and sees what is appended while it runs. Messages
    /// that are missing at the log's end cannot be told from messages that never were.
    ///
    /// - Parameter conversation: The conversation.
    /// - Returns: The seq of the first message that is wrong or missing; `nil` when all is right.
    /// - Throws: ``ChatError`` with code `storage`.
    public func verifyChain(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq? {
        var after: Message.Seq = 0
        while true {
            let verified = try await verifyChain(of: conversation, after: after)
            if let broken = verified.broken { return broken }
            guard verified.through > after, verified.through < verified.head else { return nil }
            after = verified.through
        }
    }

    /// Checks a piece of a conversation's log, at most some ten thousand entries.
    ///
    /// - Parameters:
    ///   - conversation: The conversation.
    ///   - seq: The last entry of the piece before, whose link is taken for right; 0 begins.
    /// - Returns: How far it came.
    /// - Throws: ``ChatError`` with code `storage`.
    public func verifyChain(
        of conversation: Conversation.ID, after seq: Message.Seq
    ) async throws(ChatError) -> Verified {
        let begin = try await read { db in try ChainWalk(conversation, after: seq, in: db) }
        guard var walk = begin else { return Verified(through: seq, broken: seq, head: seq) }
        for _ in 0..<20 where !walk.isOver {
            let from = walk
            walk = try await read { db in try from.advanced(by: HistoryQuery.largestPage, in: db) }
        }
        return Verified(through: walk.seq, broken: walk.broken, head: try await head(of: conversation))
    }
}

/// How far a log has been checked.
private struct ChainWalk {
    let conversation: Conversation.ID
    var seq: Message.Seq = 0
    var chain = MessageChain.start
    var time = Timestamp(milliseconds: .min)
    var broken: Message.Seq?
    var isOver = false

    /// Begins after an entry, or at the start of the log.
    ///
    /// - Returns: `nil` when there is no such entry.
    init?(_ conversation: Conversation.ID, after seq: Message.Seq, in db: Database) throws {
        self.conversation = conversation
        guard seq > 0 else { return }
        let sql = "SELECT time, chain FROM messages WHERE conversation = ? AND seq = ?"
        let found = try db.first(sql, [conversation.rawValue, seq]) { (try $0.integer(0), try $0.bytes(1)) }
        guard let (time, chain) = found else { return nil }
        self.seq = seq
        self.time = Timestamp(milliseconds: time)
        self.chain = chain
    }

    /// Checks up to `count` messages more.
    func advanced(by count: Int, in db: Database) throws -> ChainWalk {
        var walk = self
        var reader = MessageReader(db, conversation)
        let sql = """
            SELECT \(MessageReader.columns), body_digest, chain, body IS NULL FROM messages
            WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?
            """
        let rows = try Row.fetchCursor(
            try db.cachedStatement(sql: sql), arguments: [conversation.rawValue, seq, count])
        var checked = 0
        while !walk.isOver, let row = try rows.next() {
            checked += 1
            if (try? walk.follow(row, &reader)) != true {
                walk.broken = walk.seq + 1
                walk.isOver = true
            }
        }
        if checked < count { walk.isOver = true }
        return walk
    }

    /// Takes the step to the next message.
    ///
    /// - Returns: False when the message is not the one that the chain leads to.
    private mutating func follow(_ row: Row, _ reader: inout MessageReader) throws -> Bool {
        let message = try reader.message(in: row)
        let digest = try row.optionalBytes(MessageReader.columnCount) ?? MessageChain.digest(of: message)
        let link = MessageChain.link(after: chain, of: message, in: conversation, bodyDigest: digest)
        let isErased = try row.integer(MessageReader.columnCount + 2) == 1
        guard message.seq == seq + 1, message.time >= time,
            isErased == (try row.optionalBytes(MessageReader.columnCount) != nil),
            try row.bytes(MessageReader.columnCount + 1) == link
        else { return false }
        (seq, time, chain) = (message.seq, message.time, link)
        return true
    }
}
