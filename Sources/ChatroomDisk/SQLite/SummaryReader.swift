internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

/// Reads what one account sees of conversations: which there are, and how much of each is unread.
struct SummaryReader {
    /// How many of the newest entries are looked at to count what is unread, and how many mentions are counted.
    private static let mostUnread: Message.Seq = 100

    private let db: Database
    private let account: Account.ID

    init(_ db: Database, _ account: Account.ID) {
        self.db = db
        self.account = account
    }

    /// The conversations that the account can see: public rooms that do not keep it out, its own rooms, its direct
    /// conversations that hold anything.
    func visible() throws -> [Conversation.ID] {
        let sql = """
            SELECT id, 0 AS place, name FROM conversations WHERE kind = 'lobby'
            UNION ALL
            SELECT id, 1, name FROM conversations WHERE kind = 'room'
                AND NOT EXISTS (SELECT * FROM bans WHERE conversation = id AND user = :user)
                AND (private = 0 OR EXISTS (SELECT * FROM members WHERE conversation = id AND user = :user))
            UNION ALL
            SELECT conversations.id, 2, users.name FROM conversations
            JOIN users ON users.id = iif(low = :user, high, low)
            WHERE conversations.kind = 'direct' AND (low = :user OR high = :user)
                AND EXISTS (SELECT * FROM messages WHERE conversation = conversations.id AND seq = 1)
            ORDER BY 2, 3
            """
        return try db.all(sql, ["user": account.rawValue]) { Conversation.ID(rawValue: try $0.integer(0)) }
    }

    /// How the account addresses a conversation.
    func target(of conversation: Conversation.ID) throws -> Target? {
        let sql = """
            SELECT name, (SELECT name FROM users WHERE users.id = iif(low = :user, high, low))
            FROM conversations WHERE id = :conversation AND kind <> 'removed'
            """
        return try db.first(sql, ["user": account.rawValue, "conversation": conversation.rawValue]) { row in
            guard try row.optionalText(0) != nil else { return .direct(try row.value(1) { try UserName($0) }) }
            return .room(try row.value(0) { try RoomName($0) })
        }
    }

    /// One conversation.
    func summary(of conversation: Conversation.ID) throws -> Conversation.Summary? {
        let sql = """
            SELECT kind, topic, private,
                (SELECT role FROM members WHERE conversation = id AND user = :user),
                (SELECT seq FROM cursors WHERE user = :user AND name = 'read' AND conversation = conversations.id),
                (SELECT news FROM members WHERE conversation = id AND user = :user)
            FROM conversations WHERE id = :conversation AND kind <> 'removed'
            """
        let found = try db.first(sql, ["user": account.rawValue, "conversation": conversation.rawValue]) { row in
            guard let target = try target(of: conversation) else { throw ChatError.missingReference }
            let kind = try row.value(0, Access.Kind.init(rawValue:))
            var summary = Conversation.Summary(id: conversation, target: target)
            summary.topic = try row.text(1)
            summary.isPrivate = try row.integer(2) == 1 || kind == .direct
            summary.role = kind == .room ? try row.optionalText(3).flatMap(Room.Role.init) : .member
            summary.read = row[4] as Int64? ?? 0
            summary.isRoleNew = row[5] as Int64? == 1
            return summary
        }
        guard var summary = found else { return nil }
        let newest = "SELECT seq, time FROM messages WHERE conversation = ? ORDER BY seq DESC LIMIT 1"
        if let last = try db.first(newest, [conversation.rawValue], { (try $0.integer(0), try $0.integer(1)) }) {
            summary.head = last.0
            summary.time = Timestamp(milliseconds: last.1)
        }
        try countUnread(&summary)
        return summary
    }

    private func countUnread(_ summary: inout Conversation.Summary) throws {
        guard summary.head > summary.read else { return }
        let floor = try LogBounds(db, summary.id).floor
        let read = max(summary.read, floor)
        let start = max(read, summary.head - Self.mostUnread)
        let arguments: StatementArguments = [summary.id.rawValue, start, account.rawValue]
        // In a room that is only there to look at nothing waits for somebody but what is said to that one.
        let isThere = summary.role != nil
        let messages = """
            SELECT count(*) FROM messages WHERE conversation = ? AND seq > ? AND sender <> ?
                AND changes IS NULL AND body IS NOT NULL
            """
        if isThere { summary.unread = Int(try db.first(messages, arguments) { try $0.integer(0) } ?? 0) }
        // However many messages came after; a few rows of the table's own order.
        let mentions = """
            SELECT count(*) FROM (
                SELECT 1 FROM mentions WHERE user = ? AND conversation = ? AND seq > ? LIMIT \(Self.mostUnread))
            """
        summary.mentions = Int(
            try db.first(mentions, [account.rawValue, summary.id.rawValue, read]) { try $0.integer(0) } ?? 0)
        // A mention that waits below the entries that were looked at is unread as well.
        summary.unread = max(summary.unread, summary.mentions)
    }
}
