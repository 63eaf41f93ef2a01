internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// Stores a token by its SHA-256; its number is never given to another one.
    func createToken(
        _ token: NewToken, at time: Timestamp
    ) async throws(ChatError) -> (id: Token.ID, ended: [Token.ID])? {
        let isMeant = """
            SELECT EXISTS (SELECT * FROM users WHERE id = ?1 AND disabled = 0
                AND (?2 IS NULL OR password_hash = CAST(?2 AS TEXT)))
            """
        let sql = """
            INSERT INTO tokens (digest, user, label, created, last_used)
            VALUES (?1, ?2, CAST(?3 AS TEXT), ?4, ?4) RETURNING id
            """
        return try await transaction { db in
            let account = token.account.rawValue
            let mayLogIn = try db.first(isMeant, [account, token.passwordHash.map { Data(text: $0) }]) {
                try $0.integer(0) == 1
            }
            guard mayLogIn == true else { return nil }
            let ended = try Self.endTokens(of: token.account, besides: token.inUse, toLeave: token.limit - 1, in: db)
            let id = try db.first(sql, [Data(token.digest), account, Data(text: token.label), time.milliseconds]) {
                Token.ID(rawValue: try $0.integer(0))
            }
            guard let id else { throw UnreadableRow(description: "a token was stored without a number") }
            return (id, ended)
        }
    }

    /// Ends the tokens that an account has too many: first those that no session uses, the one unused for longest first.
    private static func endTokens(
        of account: Account.ID, besides inUse: Set<Token.ID>, toLeave most: Int, in db: Database
    ) throws -> [Token.ID] {
        let all = try db.all("SELECT id FROM tokens WHERE user = ? ORDER BY last_used, id", [account.rawValue]) {
            Token.ID(rawValue: try $0.integer(0))
        }
        let ended = (all.filter { !inUse.contains($0) } + all.filter(inUse.contains)).prefix(max(0, all.count - most))
        for token in ended { try db.run("DELETE FROM tokens WHERE id = ?", [token.rawValue]) }
        return Array(ended)
    }

    /// The secret of an account, for one who holds a token of it.
    func idSecret(
        of account: Account.ID, heldBy token: Token.ID
    ) async throws(ChatError) -> MessageID.Secret? {
        let sql = """
            SELECT id_secret FROM tokens JOIN users ON users.id = user
            WHERE tokens.id = ? AND users.id = ? AND disabled = 0
            """
        return try await read { db in
            try db.first(sql, [token.rawValue, account.rawValue]) { row in
                guard let bytes = row[0] as Data?, let secret = MessageID.Secret(bytes: Array(bytes)) else {
                    throw UnreadableRow(description: "the account \(account.rawValue) has no secret")
                }
                return secret
            }
        }
    }

    /// Finds the account that a token logs in to, and notes its use when the last note is more than an hour old.
    func account(
        withTokenDigest digest: [UInt8], at time: Timestamp
    ) async throws(ChatError) -> (account: Account, token: Token.ID)? {
        let sql = """
            SELECT \(Account.columns), tokens.id, last_used FROM tokens JOIN users ON users.id = user
            WHERE digest = ? AND disabled = 0
            """
        let found = try await read { db in
            try db.first(sql, [Data(digest)]) { row in
                (try Account(row), Token.ID(rawValue: try row.integer(4)), try row.integer(5))
            }
        }
        guard let (account, token, lastUsed) = found else { return nil }
        if time.milliseconds - lastUsed > Self.lastUsedPrecision {
            // A login neither fails nor waits because nothing can be written: reading goes on when the disk is full or
            // hangs.
            noteUse(of: token, at: time)
        }
        return (account, token)
    }

    /// Notes the use of a token as soon as the disk takes it; once at a time, so that nothing piles up while it hangs.
    private func noteUse(of token: Token.ID, at time: Timestamp) {
        guard tokensInUse.withLock({ $0.insert(token).inserted }) else { return }
        access.writeLater { db in
            try db.run("UPDATE tokens SET last_used = ? WHERE id = ?", [time.milliseconds, token.rawValue])
        } then: {
            _ = self.tokensInUse.withLock { $0.remove(token) }
        }
    }

    /// How old the note of a token's last use may grow, in milliseconds: an hour, so that a thousand logins do not
    /// cost a thousand flushes of the disk.
    private static let lastUsedPrecision: Int64 = 3_600_000

    /// The tokens of an account, oldest first; none is marked as current.
    func tokens(of account: Account.ID) async throws(ChatError) -> [Token] {
        let sql = "SELECT id, label, created, last_used FROM tokens WHERE user = ? ORDER BY id"
        return try await read { db in
            try db.all(sql, [account.rawValue]) { row in
                Token(
                    id: Token.ID(rawValue: try row.integer(0)), label: try row.text(1),
                    created: Timestamp(milliseconds: try row.integer(2)),
                    lastUsed: Timestamp(milliseconds: try row.integer(3)), isCurrent: false)
            }
        }
    }

    /// Revokes a token of an account.
    func revokeToken(_ token: Token.ID, of account: Account.ID) async throws(ChatError) {
        try await transaction { db in
            let sql = "DELETE FROM tokens WHERE id = ? AND user = ?"
            guard try db.run(sql, [token.rawValue, account.rawValue]) == 1 else {
                throw ChatError(.notFound, "there is no token \(token.rawValue)")
            }
        }
    }
}
