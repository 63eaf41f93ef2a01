internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

/// What the messages of a page must meet beyond a range of `seq`, as a piece of SQL.
struct MessageFilter {
    /// What follows `WHERE conversation = ? AND \(range) BETWEEN ? AND ?`; empty or beginning with `AND`.
    private(set) var sql = ""
    /// The column whose range is asked for; written so that SQLite looks single messages up where few are meant, instead
    /// of reading the range.
    private(set) var range = "seq"
    /// What is bound in it.
    private(set) var arguments: StatementArguments = []
    /// Only what comes after this seq.
    private(set) var after: Message.Seq = 0
    /// Whether nothing can meet it.
    private(set) var isImpossible = false
    private var isFolded = false

    /// Makes the filter of a query.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - reader: Who asks; `nil` when nobody's mentions and markers matter.
    ///   - conversation: What is read.
    ///   - db: The database.
    /// - Throws: What the database throws.
    init(_ query: HistoryQuery, for reader: Account.ID?, in conversation: Conversation.ID, _ db: Database) throws {
        if !query.isUnfolded {
            isFolded = true
            sql += " AND changes IS NULL"
        }
        if let name = query.from {
            let sender = try db.first("SELECT id FROM users WHERE name = ?", [name.text]) { try $0.integer(0) }
            add(" AND sender = ?", [sender ?? 0])
            isImpossible = sender == nil
        }
        if let thread = query.thread {
            let root = try Self.root(of: thread, in: conversation, db)
            guard let root else { throw ChatError(.notFound, "there is no message \(thread)") }
            pick(
                "SELECT ? UNION ALL SELECT seq FROM messages WHERE conversation = ? AND thread BETWEEN ? AND ?",
                [root, conversation.rawValue, root, root])
        }
        if let id = query.id {
            let seq = try db.first(
                "SELECT seq FROM messages WHERE id = ? AND conversation = ?",
                [Data(id.bytes), conversation.rawValue]
            ) { try $0.integer(0) }
            add(" AND seq = ?", [seq ?? 0])
            isImpossible = isImpossible || seq == nil
        }
        if query.filesOnly {
            pick("SELECT seq FROM messages WHERE conversation = ? AND file > 0", [conversation.rawValue])
        }
        guard let reader else { return }
        if query.mentionsOnly {
            pick(
                "SELECT seq FROM mentions WHERE user = ? AND conversation = ?",
                [reader.rawValue, conversation.rawValue])
        }
        if query.unreadOnly {
            add(" AND body IS NOT NULL AND sender <> ?", [reader.rawValue])
            let sql = "SELECT seq FROM cursors WHERE user = ? AND name = 'read' AND conversation = ?"
            after = try db.first(sql, [reader.rawValue, conversation.rawValue]) { try $0.integer(0) } ?? 0
        }
    }

    /// Whether every message meets it, so that counting is arithmetic.
    func takesAll(_ db: Database, _ conversation: Conversation.ID) throws -> Bool {
        guard arguments.isEmpty else { return false }
        guard isFolded else { return true }
        return try db.first(
            "SELECT EXISTS (SELECT * FROM messages WHERE conversation = ? AND changes > 0)",
            [conversation.rawValue]
        ) { try $0.integer(0) == 0 } ?? true
    }

    /// The first message of the thread that an entry belongs to, which may be the entry itself; an edit belongs where the
    /// message does that it changes.
    static func root(
        of seq: Message.Seq, in conversation: Conversation.ID, _ db: Database
    ) throws -> Message.Seq? {
        let sql = "SELECT thread, changes FROM messages WHERE conversation = ? AND seq = ?"
        let found = try db.first(sql, [conversation.rawValue, seq]) { row in
            (thread: row[0] as Int64?, changes: row[1] as Int64?)
        }
        guard let found else { return nil }
        if let changes = found.changes {
            // Or a damaged row leads round in a circle.
            guard changes < seq else { throw UnreadableRow(description: "entry \(conversation):\(seq) changes itself") }
            return try root(of: changes, in: conversation, db)
        }
        return found.thread ?? seq
    }

    private mutating func pick(_ seqs: String, _ values: StatementArguments) {
        range = "+seq"
        add(" AND seq IN (\(seqs))", values)
    }

    private mutating func add(_ condition: String, _ values: StatementArguments) {
        sql += condition
        arguments += values
    }
}
