internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

/// Who belongs to one room, is kept out of it or may come in.
struct Membership {
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
        // What was said before is there to read, and not waiting to be read.
        try db.run(
            """
            INSERT INTO cursors (user, name, conversation, seq) VALUES (?, 'read', ?, ?)
            ON CONFLICT (user, name, conversation) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq
            """, [account.rawValue, conversation.rawValue, try LogBounds(db, conversation).head])
    }

    /// In how many rooms an account is.
    static func count(of account: Account.ID, in db: Database) throws -> Int {
        Int(try db.first("SELECT count(*) FROM members WHERE user = ?", [account.rawValue]) { try $0.integer(0) } ?? 0)
    }

    /// What a change is decided by.
    func facts(of change: MemberChange) throws -> MemberFacts {
        let (account, room) = (change.account.id, RoomRights.unknown(.room(change.room)))
        guard let theirs = try Access.read(account, to: conversation, in: db) else { throw room }
        let actor = change.actor?.id ?? account
        guard let own = try actor == account ? theirs : Access.read(actor, to: conversation, in: db) else { throw room }
        let sql = "SELECT EXISTS (SELECT * FROM members WHERE conversation = ? AND user <> ? AND role = 'owner')"
        let hasOtherOwner = try db.first(sql, [conversation.rawValue, account.rawValue]) { try $0.integer(0) } == 1
        return MemberFacts(
            theirs: theirs, own: own, hasOtherOwner: hasOtherOwner,
            memberships: change.change == .join ? try Self.count(of: account, in: db) : 0,
            invitations: change.change == .invite ? try others("invitations", than: account) : 0,
            bans: change.change == .ban ? try others("bans", than: account) : 0)
    }

    /// Writes a step.
    func apply(_ step: MemberRules.Step, _ account: Account.ID) throws {
        let place: StatementArguments = [conversation.rawValue, account.rawValue]
        switch step {
        case .add(let role): try add(account, as: role)
        case .setRole(let role, let isNews):
            try db.run(
                "UPDATE members SET role = ?, news = ? WHERE conversation = ? AND user = ?",
                [role.rawValue, isNews] + place)
        case .remove: try db.run("DELETE FROM members WHERE conversation = ? AND user = ?", place)
        case .invite(let actor):
            try db.run(
                "INSERT OR IGNORE INTO invitations (conversation, user, inviter) VALUES (?, ?, ?)",
                place + [actor?.rawValue])
        case .forgetInvitation: try db.run("DELETE FROM invitations WHERE conversation = ? AND user = ?", place)
        case .ban: try db.run("INSERT OR IGNORE INTO bans (conversation, user) VALUES (?, ?)", place)
        case .unban: try db.run("DELETE FROM bans WHERE conversation = ? AND user = ?", place)
        }
    }

    /// How many other users are in a list of the room's.
    private func others(_ table: String, than account: Account.ID) throws -> Int {
        let sql = "SELECT count(*) FROM \(table) WHERE conversation = ? AND user <> ?"
        return Int(try db.first(sql, [conversation.rawValue, account.rawValue]) { try $0.integer(0) } ?? 0)
    }
}
