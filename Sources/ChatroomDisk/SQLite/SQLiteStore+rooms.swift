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
            if limit != nil { try Membership.keepFew(of: account, atMost: bounds.memberships, in: db) }
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

    /// Takes a room's name, members and settings away; its messages' text is erased by ``expire(_:through:)``.
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
    ///
    /// Rights are not looked at. The code is `not-allowed` when the room would be left without an owner, `not-found`
    /// when somebody is no member who must be one.
    func change(
        _ change: ChangeMember.Change, _ account: Account.ID, in conversation: Conversation.ID, by actor: Account.ID?
    ) async throws(ChatError) {
        try await transaction { [bounds] db in
            let membership = Membership(db, conversation)
            switch change {
            case .join: try membership.join(account, atMost: bounds.memberships)
            case .leave, .kick: try membership.remove(account)
            case .invite: try membership.invite(account, by: actor, atMost: bounds.invitations)
            case .ban: try membership.ban(account, atMost: bounds.bans)
            case .unban: try membership.unban(account)
            case .makeMember: try membership.promote(account, to: .member, by: actor)
            case .makeModerator: try membership.promote(account, to: .moderator, by: actor)
            case .makeOwner: try membership.promote(account, to: .owner, by: actor)
            }
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

/// Who belongs to one room, is kept out of it or may come in.
private struct Membership {
    let db: Database
    let conversation: Conversation.ID

    init(_ db: Database, _ conversation: Conversation.ID) {
        self.db = db
        self.conversation = conversation
    }

    func members() throws -> [Room.Member] {
        let sql = "SELECT name, members.role FROM members JOIN users ON id = user WHERE conversation = ? ORDER BY name"
        return try db.all(sql, [conversation.rawValue]) { row in
            Room.Member(
                name: try row.value(0) { try UserName($0) }, role: try row.value(1, Room.Role.init(rawValue:)))
        }
    }

    func names(in table: String) throws -> [UserName] {
        let sql = "SELECT name FROM \(table) JOIN users ON id = user WHERE conversation = ? ORDER BY name"
        return try db.all(sql, [conversation.rawValue]) { row in try row.value(0) { try UserName($0) } }
    }

    func add(_ account: Account.ID, as role: Room.Role) throws {
        try db.run(
            "INSERT OR IGNORE INTO members (conversation, user, role) VALUES (?, ?, ?)",
            [conversation.rawValue, account.rawValue, role.rawValue])
        try forget("invitations", account)
        // What was said before is there to read, and not waiting to be read.
        try db.run(
            """
            INSERT INTO cursors (user, name, conversation, seq) VALUES (?, 'read', ?, ?)
            ON CONFLICT (user, name, conversation) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq
            """, [account.rawValue, conversation.rawValue, try LogBounds(db, conversation).head])
    }

    /// Lets somebody in, unless the room is private or keeps this user out by now, or the user is in too many rooms.
    func join(_ account: Account.ID, atMost limit: Int) throws {
        let sql = """
            SELECT EXISTS (SELECT * FROM bans WHERE conversation = :conversation AND user = :user),
                EXISTS (SELECT * FROM conversations WHERE id = :conversation AND kind = 'room' AND private = 0)
                OR EXISTS (SELECT * FROM members WHERE conversation = :conversation AND user = :user)
                OR EXISTS (SELECT * FROM invitations WHERE conversation = :conversation AND user = :user)
            """
        let found = try db.first(sql, ["conversation": conversation.rawValue, "user": account.rawValue]) { row in
            (isBanned: try row.integer(0) == 1, mayJoin: try row.integer(1) == 1)
        }
        guard let found, found.mayJoin, !found.isBanned else { throw ChatError.missingReference }
        if try role(of: account) == nil { try Self.keepFew(of: account, atMost: limit, in: db) }
        try add(account, as: .member)
    }

    /// Refuses one room too many for a user.
    static func keepFew(of account: Account.ID, atMost limit: Int, in db: Database) throws {
        let sql = "SELECT count(*) FROM members WHERE user = ?"
        guard try db.first(sql, [account.rawValue], { try $0.integer(0) }) ?? 0 < limit else {
            throw ChatError(
                .quotaExceeded, "you are in \(limit) rooms, and that is the limit (memberships-per-user)",
                hint: "Leave one first: 'chatroom room leave ROOM'.")
        }
    }

    func remove(_ account: Account.ID) throws {
        try keepOwner(besides: account)
        try forget("members", account)
        try forget("invitations", account)
    }

    func invite(_ account: Account.ID, by actor: Account.ID?, atMost limit: Int) throws {
        guard try role(of: account) == nil else { return }
        let isBanned = "SELECT EXISTS (SELECT * FROM bans WHERE conversation = ? AND user = ?)"
        guard try db.first(isBanned, [conversation.rawValue, account.rawValue], { try $0.integer(0) }) == 0 else {
            throw ChatError(.notAllowed, "this user is banned from the room", hint: "Lift the ban first.")
        }
        try keepFew("invitations", besides: account, atMost: limit)
        try db.run(
            "INSERT OR IGNORE INTO invitations (conversation, user, inviter) VALUES (?, ?, ?)",
            [conversation.rawValue, account.rawValue, actor?.rawValue])
    }

    func ban(_ account: Account.ID, atMost limit: Int) throws {
        try keepFew("bans", besides: account, atMost: limit)
        try remove(account)
        try forget("invitations", account)
        try db.run(
            "INSERT OR IGNORE INTO bans (conversation, user) VALUES (?, ?)",
            [conversation.rawValue, account.rawValue])
    }

    func unban(_ account: Account.ID) throws { try forget("bans", account) }

    func promote(_ account: Account.ID, to role: Room.Role, by actor: Account.ID?) throws {
        guard let before = try self.role(of: account) else {
            throw ChatError(.notFound, "this user is not a member of the room")
        }
        guard before != role else { return }
        if role != .owner { try keepOwner(besides: account) }
        try db.run(
            "UPDATE members SET role = ?, news = ? WHERE conversation = ? AND user = ?",
            [role.rawValue, actor == account ? 0 : 1, conversation.rawValue, account.rawValue])
    }

    private func role(of account: Account.ID) throws -> Room.Role? {
        try db.first(
            "SELECT role FROM members WHERE conversation = ? AND user = ?",
            [conversation.rawValue, account.rawValue]
        ) { try $0.value(0, Room.Role.init(rawValue:)) }
    }

    /// Refuses to take the only owner away.
    private func keepOwner(besides account: Account.ID) throws {
        guard try role(of: account) == .owner else { return }
        let others = try db.first(
            "SELECT EXISTS (SELECT * FROM members WHERE conversation = ? AND user <> ? AND role = 'owner')",
            [conversation.rawValue, account.rawValue]
        ) { try $0.integer(0) }
        guard others == 1 else {
            throw ChatError(
                .notAllowed, "a room cannot be left without an owner",
                hint: "Make another member an owner first, or remove the room.")
        }
    }

    /// Refuses one user too many in a list of the room's.
    private func keepFew(_ table: String, besides account: Account.ID, atMost limit: Int) throws {
        let sql = "SELECT count(*) FROM \(table) WHERE conversation = ? AND user <> ?"
        guard try db.first(sql, [conversation.rawValue, account.rawValue], { try $0.integer(0) }) ?? 0 < limit else {
            throw ChatError(
                .quotaExceeded, "a room has at most \(limit) \(table) (\(table)-per-room)",
                hint: "Take one back that is not needed any more.")
        }
    }

    private func forget(_ table: String, _ account: Account.ID) throws {
        try db.run(
            "DELETE FROM \(table) WHERE conversation = ? AND user = ?", [conversation.rawValue, account.rawValue])
    }
}
