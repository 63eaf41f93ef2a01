internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// How far both users of a direct conversation have come; what was read was delivered.
    func markers(of conversation: Conversation.ID) async throws(ChatError) -> Markers {
        let sql = """
            SELECT name,
                coalesce((SELECT seq FROM cursors
                    WHERE user = users.id AND cursors.name = 'delivered' AND conversation = :conversation), 0),
                coalesce((SELECT seq FROM cursors
                    WHERE user = users.id AND cursors.name = 'read' AND conversation = :conversation), 0)
            FROM users WHERE id IN (:low, :high) ORDER BY name
            """
        return try await read { db in
            guard let pair = try DirectPair(of: conversation, in: db) else {
                return Markers(conversation: conversation, markers: [])
            }
            let arguments: StatementArguments =
                ["conversation": conversation.rawValue, "low": pair.low, "high": pair.high]
            let markers = try db.all(sql, arguments) { row in
                let (delivered, read) = (try row.integer(1), try row.integer(2))
                return Marker(
                    user: try row.value(0) { try UserName($0) }, delivered: max(delivered, read), read: read)
            }
            return Markers(conversation: conversation, markers: markers)
        }
    }

    /// The end of a conversation, but in a direct one the place before what a user was sent and never received.
    func firstPlace(
        for account: Account.ID, in conversation: Conversation.ID
    ) async throws(ChatError) -> Message.Seq {
        let sql = """
            SELECT min(seq) - 1 FROM messages WHERE conversation = :conversation AND sender <> :user
                AND seq > coalesce((SELECT max(seq) FROM cursors
                    WHERE user = :user AND conversation = :conversation AND name IN ('delivered', 'read')), 0)
                AND EXISTS (SELECT 1 FROM conversations WHERE id = :conversation AND kind = 'direct')
            """
        return try await read { db in
            let arguments: StatementArguments = ["conversation": conversation.rawValue, "user": account.rawValue]
            if let place = try db.first(sql, arguments, { $0[0] as Int64? }) ?? nil { return place }
            return try LogBounds(db, conversation).head
        }
    }

    /// Keeps why a user is away; `nil` for one who is not.
    func setAway(_ text: String?, of account: Account.ID) async throws(ChatError) {
        try await transaction { db in
            _ = try db.run(
                "UPDATE users SET away = CAST(? AS TEXT) WHERE id = ?", [text.map { Data(text: $0) }, account.rawValue])
        }
    }

    /// Why a user is away, and when a login of the user was last used.
    func absence(of account: Account.ID) async throws(ChatError) -> (away: String?, lastSeen: Timestamp?) {
        let sql = "SELECT away, (SELECT max(last_used) FROM tokens WHERE user = users.id) FROM users WHERE id = ?"
        return try await read { db in
            try db.first(sql, [account.rawValue]) { row in
                (away: try row.optionalText(0), lastSeen: (row[1] as Int64?).map { Timestamp(milliseconds: $0) })
            } ?? (nil, nil)
        }
    }
}
