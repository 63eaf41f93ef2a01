internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// Makes a room with its first owner.
    func createRoom(
        _ room: CreateRoom, by account: Account.ID, atMost limit: Int? = nil, at time: Timestamp
    ) async throws(ChatError) -> Conversation.ID {
        guard room.room != .lobby else { throw ChatError(.exists, "the lobby already exists") }
        return try await transaction { [bounds] db in
            let owned = "SELECT count(*) FROM members WHERE user = ? AND role = 'owner'"
            if let limit, try db.first(owned, [account.rawValue], { try $0.integer(0) }) ?? 0 >= limit {
                throw ChatError(
                    .notAllowed, "you own \(limit) rooms, and that is the limit (rooms-per-user)",
                    hint: "Remove one that nobody needs any more, or ask an administrator to create this one.")
            }
            if limit != nil {
                try MemberRules.keepFew(try Membership.count(of: account, in: db), atMost: bounds.memberships)
            }
            let user = "SELECT EXISTS (SELECT * FROM users WHERE name = ?)"
            if try db.first(user, [room.room.text], { try $0.integer(0) }) == 1 {
                throw ChatError(
                    .exists, "'\(room.room)' is a user here, and users and rooms share their names",
                    hint: "Did you mean '@\(room.room)'?")
            }
            let made = try db.first(
                """
                INSERT INTO conversations (id, kind, name, private, topic, created)
                SELECT max(id) + 1, 'room', ?, ?, CAST(? AS TEXT), ? FROM conversations WHERE id < ?
                ON CONFLICT (name) DO NOTHING RETURNING id
                """, [room.room.text, room.isPrivate, Data(text: room.topic), time.milliseconds, DirectPair.base]
            ) { Conversation.ID(rawValue: try $0.integer(0)) }
            guard let made else { throw ChatError(.exists, "the name '\(room.room)' is taken") }
            if !room.topic.isEmpty { try LogEnd.noteTopic(room.topic, of: made, in: db) }
            try Membership(db, made).add(account, as: .owner)
            return made
        }
    }

    /// Changes what is given of a room's settings; a room that becomes private has no invitations from before.
    func configure(_ conversation: Conversation.ID, _ change: ConfigureRoom) async throws(ChatError) {
        try await transaction { db in
            if change.isPrivate == true {
                // Any member may invite to a public room, and who did is not known.
                let isOpen = "EXISTS (SELECT * FROM conversations WHERE id = :id AND private = 0)"
                try db.run(
                    "DELETE FROM invitations WHERE conversation = :id AND \(isOpen)", ["id": conversation.rawValue])
            }
            _ = try db.run(
                """
                UPDATE conversations SET private = coalesce(?, private), slow = coalesce(?, slow),
                    retain = coalesce(?, retain)
                WHERE id = ?
                """,
                [
                    change.isPrivate, change.slow?.wholeMilliseconds, change.retain?.wholeMilliseconds,
                    conversation.rawValue,
                ])
        }
    }

    /// Takes a room's name, members and settings away; its messages' text is erased by ``LogStore/expire(_:through:)``.
    func removeRoom(_ conversation: Conversation.ID) async throws(ChatError) {
        try await transaction { db in
            let removed = try db.run(
                "UPDATE conversations SET kind = 'removed', name = NULL, topic = '' WHERE id = ? AND kind = 'room'",
                [conversation.rawValue])
            guard removed == 1 else { throw ChatError.missingReference }
            for table in ["members", "bans", "invitations", "mentions", "updates", "cursors", "work"] {
                try db.run("DELETE FROM \(table) WHERE conversation = ?", [conversation.rawValue])
            }
        }
    }

    /// A room with all that is known of it; bans and invitations too.
    func room(_ conversation: Conversation.ID, for account: Account.ID) async throws(ChatError) -> Room {
        try await read { db in
            guard let summary = try SummaryReader(db, account).summary(of: conversation) else {
                throw ChatError.missingReference
            }
            let membership = Membership(db, conversation)
            let sql = "SELECT slow, retain, created FROM conversations WHERE id = ?"
            let room = try db.first(sql, [conversation.rawValue]) { row in
                Room(
                    summary: summary, slow: .milliseconds(try row.integer(0)),
                    retain: try row.integer(1) == 0 ? nil : .milliseconds(try row.integer(1)),
                    created: Timestamp(milliseconds: try row.integer(2)), members: try membership.members(),
                    banned: try membership.names(in: "bans"), invited: try membership.names(in: "invitations"))
            }
            guard let room else { throw ChatError.missingReference }
            return room
        }
    }

    /// Changes who belongs to a room; what is so already stays so.
    @discardableResult
    func change(_ change: MemberChange, in conversation: Conversation.ID) async throws(ChatError) -> Standing {
        try await transaction { [bounds] db in
            let membership = Membership(db, conversation)
            let facts = try membership.facts(of: change)
            for step in try MemberRules(bounds).decide(change, facts) { try membership.apply(step, change.account.id) }
            return facts.theirs.standing
        }
    }

    /// The rooms that an account is let into and is not in yet, by name.
    func invitations(of account: Account.ID) async throws(ChatError) -> [Invitation] {
        let sql = """
            SELECT conversations.name, users.name FROM invitations
            JOIN conversations ON conversations.id = invitations.conversation AND conversations.kind = 'room'
            LEFT JOIN users ON users.id = inviter
            WHERE user = :user
                AND NOT EXISTS (SELECT * FROM members
                    WHERE members.conversation = invitations.conversation AND members.user = :user)
            ORDER BY conversations.name LIMIT 1000
            """
        return try await read { db in
            try db.all(sql, ["user": account.rawValue]) { row in
                Invitation(
                    room: try row.value(0) { try RoomName($0) },
                    inviter: try row.optionalText(1).map { try UserName($0) })
            }
        }
    }

    /// The accounts that are members of a room.
    func members(of conversation: Conversation.ID) async throws(ChatError) -> Set<Account.ID> {
        try await read { db in
            Set(
                try db.all("SELECT user FROM members WHERE conversation = ?", [conversation.rawValue]) {
                    Account.ID(rawValue: try $0.integer(0))
                })
        }
    }
}
