internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// Makes an account; as long as there is no administrator, who may become one does.
    func createAccount(_ account: NewAccount, at time: Timestamp) async throws(ChatError) -> Account {
        let sql = """
            INSERT INTO users (name, kind, role, password_hash, created, id_secret)
            VALUES (?, ?, iif(? AND NOT EXISTS (SELECT * FROM users WHERE role = 'administrator'),
                'administrator', 'member'),
                CAST(? AS TEXT), ?, ?)
            ON CONFLICT (name) DO NOTHING RETURNING \(Account.columns)
            """
        return try await transaction { db in
            if account.mustBeFirst, try db.hasAccounts() {
                throw ChatError(
                    .notAllowed, "this server takes no registrations", hint: "Ask its administrator for an account.")
            }
            // Of a private room nobody is told that there is one.
            let room = "SELECT private FROM conversations WHERE name = ?"
            if let isPrivate = try db.first(room, [account.name.text], { try $0.integer(0) == 1 }) {
                throw ChatError(
                    .exists,
                    isPrivate
                        ? "the name '\(account.name)' is taken on this server" : "'\(account.name)' is a room here",
                    hint: "Users and rooms share their names; choose another.")
            }
            let made = try db.first(
                sql,
                [
                    account.name.text, account.kind.rawValue, account.mayAdminister, Data(text: account.passwordHash),
                    time.milliseconds, Data(account.idSecret.bytes),
                ]
            ) { try Account($0) }
            guard let made else { throw ChatError(.exists, "the name '\(account.name)' is taken") }
            // What was said before is there to read, and not waiting to be read.
            try db.run(
                "INSERT INTO cursors (user, name, conversation, seq) VALUES (?, 'read', ?, ?)",
                [made.id.rawValue, Self.lobby.rawValue, try LogBounds(db, Self.lobby).head])
            return made
        }
    }

    /// Finds an account that is not disabled, and the hash of its password.
    func account(named name: UserName) async throws(ChatError) -> (account: Account, passwordHash: String)? {
        let sql = "SELECT \(Account.columns), password_hash FROM users WHERE name = ? AND disabled = 0"
        return try await read { db in
            try db.first(sql, [name.text]) { (account: try Account($0), passwordHash: try $0.text(4)) }
        }
    }

    /// Whether any account exists.
    func hasAccounts() async throws(ChatError) -> Bool {
        try await read { db in try db.hasAccounts() }
    }

    /// Whether any account is an administrator's, disabled or not.
    func hasAdministrator() async throws(ChatError) -> Bool {
        let sql = "SELECT EXISTS (SELECT * FROM users WHERE role = 'administrator')"
        return try await read { db in try db.first(sql, []) { try $0.integer(0) == 1 } ?? false }
    }

    /// Whether a user has a name, disabled or not.
    func hasUser(named name: String) async throws(ChatError) -> Bool {
        try await read { db in
            try db.first("SELECT EXISTS (SELECT * FROM users WHERE name = ?)", [name]) { try $0.integer(0) == 1 }
                ?? false
        }
    }

    /// The names of all accounts, disabled ones too: at most `limit`, in order of name.
    func userNames(limit: Int) async throws(ChatError) -> [UserName] {
        try await read { db in
            try db.all("SELECT name FROM users ORDER BY name LIMIT ?", [max(limit, 0)]) { row in
                try row.value(0) { try UserName($0) }
            }
        }
    }

    /// Replaces the hash of an account's password and revokes its tokens but one.
    func setPassword(
        hash: String, replacing old: String, of account: Account.ID, keeping token: Token.ID?
    ) async throws(ChatError) -> [Token.ID]? {
        let change = """
            UPDATE users SET password_hash = CAST(?1 AS TEXT)
            WHERE id = ?2 AND password_hash = CAST(?3 AS TEXT) AND disabled = 0
                AND (?4 IS NULL OR EXISTS (SELECT * FROM tokens WHERE id = ?4 AND user = ?2))
            """
        return try await transaction { db in
            let changed = try db.run(
                change, [Data(text: hash), account.rawValue, Data(text: old), token?.rawValue])
            guard changed == 1 else { return nil }
            return try db.all(
                "DELETE FROM tokens WHERE user = ? AND id IS NOT ? RETURNING id", [account.rawValue, token?.rawValue]
            ) { Token.ID(rawValue: try $0.integer(0)) }
        }
    }

    /// Replaces the hash of an account's password by one of the same password with other costs.
    func rehash(_ hash: String, replacing old: String, of account: Account.ID) async throws(ChatError) {
        let sql = "UPDATE users SET password_hash = CAST(? AS TEXT) WHERE id = ? AND password_hash = CAST(? AS TEXT)"
        try await transaction { db in
            _ = try db.run(sql, [Data(text: hash), account.rawValue, Data(text: old)])
        }
    }
}

extension Database {
    fileprivate func hasAccounts() throws -> Bool {
        try first("SELECT EXISTS (SELECT * FROM users)", []) { try $0.integer(0) == 1 } ?? false
    }
}

extension Account {
    /// What ``init(_:)`` reads, in its order.
    static let columns = "users.id, name, kind, role"

    /// Makes an account of the first columns of a row.
    init(_ row: Row) throws {
        self.init(
            id: ID(rawValue: try row.integer(0)),
            user: User(
                name: try row.value(1) { try UserName($0) }, kind: try row.value(2, User.Kind.init(rawValue:)),
                role: try row.value(3, User.Role.init(rawValue:))))
    }
}
