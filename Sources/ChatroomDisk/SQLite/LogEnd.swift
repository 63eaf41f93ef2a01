internal import ChatroomCore
internal import FoundationEssentials
internal import GRDB

/// Where a conversation's log ends, as it was noted apart from the entries themselves.
///
/// A log whose newest entries are missing is as consistent as one that never had them; this note tells the two apart.
/// It is written in the transaction that appends, once for each conversation.
struct LogEnd: Equatable {
    /// The newest entry; 0 for none.
    let seq: Message.Seq
    /// Its link.
    let chain: [UInt8]
    /// The last entry that was stored before keys and mentions entered the chain; 0 for none.
    let since: Message.Seq
    /// Texts up to this entry may be gone with no entry that says who deleted them; 0 for none.
    let gone: Message.Seq
    /// SHA-256 of the topic that no entry set, if there is one.
    let topic: [UInt8]?

    /// The end of a log that has no entries.
    static let start = LogEnd(seq: 0, chain: MessageChain.start, since: 0, gone: 0, topic: nil)

    /// Reads what was noted; the start if nothing was.
    static func read(_ conversation: Conversation.ID, in db: Database) throws -> LogEnd {
        let sql = "SELECT seq, chain, since, gone, topic FROM heads WHERE conversation = ?"
        return try db.first(sql, [conversation.rawValue]) { row in
            LogEnd(
                seq: try row.integer(0), chain: try row.bytes(1), since: try row.integer(2),
                gone: try row.integer(3), topic: try row.optionalBytes(4))
        } ?? .start
    }

    /// Notes that a log ends with an entry.
    static func note(_ seq: Message.Seq, chain: [UInt8], of conversation: Conversation.ID, in db: Database) throws {
        try db.run(
            """
            INSERT INTO heads (conversation, seq, chain) VALUES (?, ?, ?)
            ON CONFLICT (conversation) DO UPDATE SET seq = excluded.seq, chain = excluded.chain
            """, [conversation.rawValue, seq, Data(chain)])
    }

    /// Notes the topic that a room has from the start, before any rule forbids that.
    static func noteTopic(_ topic: String, of conversation: Conversation.ID, in db: Database) throws {
        try db.run(
            """
            INSERT INTO heads (conversation, seq, chain, topic) VALUES (?, 0, ?, ?)
            ON CONFLICT (conversation) DO UPDATE SET topic = excluded.topic
            """,
            [conversation.rawValue, Data(MessageChain.start), Data(MessageChain.digest(ofBody: topic))])
    }
}
