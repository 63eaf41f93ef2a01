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
        var walk = ChainWalk(conversation: conversation)
        while !walk.isOver {
            let from = walk
            walk = try await read { db in try from.advanced(by: HistoryQuery.largestPage, in: db) }
        }
        return walk.broken
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

    /// Checks up to `count` messages more.
    func advanced(by count: Int, in db: Database) throws -> ChainWalk {
        var walk = self
        var reader = MessageReader(db)
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
        let digest = try row.optionalBytes(7) ?? MessageChain.digest(ofBody: message.body)
        let link = MessageChain.link(after: chain, of: message, in: conversation, bodyDigest: digest)
        guard message.seq == seq + 1, message.time >= time, try row.integer(9) == (row.optionalBytes(7) == nil ? 0 : 1),
            try row.bytes(8) == link
        else { return false }
        (seq, time, chain) = (message.seq, message.time, link)
        return true
    }
}
