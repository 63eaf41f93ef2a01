internal import ChatroomCore
internal import GRDB

/// What is known of the messages of a piece of a log beyond their own rows: their edits, which were deleted, and who is
/// mentioned.
struct ChangesOfPiece {
    /// A later text of a message; empty when it was erased.
    struct Edit {
        let seq: Message.Seq
        let body: String
        let mentioned: [UInt8]?
    }

    /// By the message, oldest first.
    private(set) var edits: [Message.Seq: [Edit]] = [:]
    private(set) var deleted: Set<Message.Seq> = []
    private(set) var mentions: [Message.Seq: Set<Int64>] = [:]

    init(
        _ conversation: Conversation.ID, from first: Message.Seq, through last: Message.Seq, in db: Database
    ) throws {
        let range: StatementArguments = [conversation.rawValue, first, last]
        let mentioned = try db.all(
            "SELECT seq, user FROM mentions WHERE conversation = ? AND seq BETWEEN ? AND ?", range
        ) { (seq: try $0.integer(0), user: try $0.integer(1)) }
        for mention in mentioned { mentions[mention.seq, default: []].insert(mention.user) }
        let changes = try db.all(
            """
            SELECT changes, seq, entry, body, mentioned FROM messages
            WHERE conversation = ? AND changes BETWEEN ? AND ? ORDER BY changes, seq
            """, range
        ) { row in
            (
                of: try row.integer(0), isDeletion: try row.optionalText(2) == "deletion",
                edit: Edit(
                    seq: try row.integer(1), body: try row.optionalText(3) ?? "", mentioned: try row.optionalBytes(4))
            )
        }
        for change in changes {
            if change.isDeletion {
                deleted.insert(change.of)
            } else {
                edits[change.of, default: []].append(change.edit)
            }
        }
    }

    /// Whether an entry says that a message was deleted.
    static func isDeleted(_ seq: Message.Seq, of conversation: Conversation.ID, in db: Database) throws -> Bool {
        // BETWEEN, or SQLite reads the whole conversation instead of the index of changes.
        let sql = """
            SELECT EXISTS (SELECT * FROM messages
                WHERE conversation = ? AND changes BETWEEN ? AND ? AND entry = 'deletion')
            """
        return try db.first(sql, [conversation.rawValue, seq, seq]) { try $0.integer(0) } == 1
    }
}
