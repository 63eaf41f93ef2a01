internal import GRDB
internal import Testing

struct SchemaTests {
    private static let messageColumns =
        "conversation, seq, id, sender, sender_kind, time, reply_to, chain, body_digest, body"

    private static func message(
        conversation: String = "1", seq: String = "3", id: String = "randomblob(16)", sender: String = "1",
        kind: String = "'human'", time: String = "1000", replyTo: String = "NULL", chain: String = "randomblob(32)",
        digest: String = "NULL", body: String = "'text'"
    ) -> String {
        "INSERT INTO messages (\(messageColumns)) VALUES "
            + "(\(conversation), \(seq), \(id), \(sender), \(kind), \(time), \(replyTo), \(chain), \(digest), \(body))"
    }

    private static func user(name: String = "'carol'", kind: String = "'human'", role: String = "'member'") -> String {
        "INSERT INTO users (name, kind, role, password_hash, created) VALUES (\(name), \(kind), \(role), 'x', 1)"
    }

    private static func token(digest: String = "randomblob(32)", user: String = "1") -> String {
        "INSERT INTO tokens (digest, user, label, created, last_used) VALUES (\(digest), \(user), 'x', 1, 1)"
    }

    private static func conversation(
        id: String = "NULL", kind: String = "'room'", name: String = "'ops'", low: String = "NULL",
        high: String = "NULL"
    ) -> String {
        "INSERT INTO conversations (id, kind, name, low, high) VALUES (\(id), \(kind), \(name), \(low), \(high))"
    }

    private static func cursor(user: String = "1", name: String = "'read'", seq: String = "2") -> String {
        "INSERT INTO cursors (user, name, conversation, seq) VALUES (\(user), \(name), 1, \(seq))"
    }

    private static func member(conversation: String = "10", user: String = "2", role: String = "'member'") -> String {
        "INSERT INTO members (conversation, user, role) VALUES (\(conversation), \(user), \(role))"
    }

    /// Two messages in the lobby, a room 10 with alice in it, a direct conversation 11, a cursor, a token.
    private func prepared() async throws -> ScratchStore {
        let scratch = try await ScratchStore()
        for body in ["first", "second"] { _ = try await scratch.say(body) }
        for sql in [
            Self.conversation(id: "10", name: "'builds'"),
            Self.conversation(id: "11", kind: "'direct'", name: "NULL", low: "1", high: "1"),
            Self.member(user: "1"), Self.cursor(name: "'w'"), Self.token(digest: "zeroblob(32)"),
        ] { try await scratch.execute(sql) }
        return scratch
    }

    @Test(arguments: [
        message(), message(time: "2000"), message(replyTo: "2"), message(digest: "randomblob(32)", body: "NULL"),
        message(conversation: "10", seq: "1"), user(), user(name: "'9-._'"), token(), conversation(),
        conversation(kind: "'direct'", name: "NULL", low: "1", high: "2"),
        conversation(kind: "'direct'", name: "NULL", low: "2", high: "2"), member(), cursor(name: "'inbox'"),
        "UPDATE messages SET body = NULL, body_digest = zeroblob(32) WHERE seq = 1", "UPDATE cursors SET seq = 3",
    ])
    func whatTheRulesAllowIsTaken(sql: String) async throws {
        try await prepared().execute(sql)
    }

    @Test(arguments: [
        message(seq: "1"), message(seq: "2"), message(seq: "4"), message(seq: "0"), message(seq: "-1"),
        message(conversation: "10", seq: "2"), message(conversation: "99", seq: "1"), message(time: "999"),
        message(id: "randomblob(15)"), message(id: "NULL"), message(id: "(SELECT id FROM messages WHERE seq = 1)"),
        message(id: "'0123456789abcdef'"), message(sender: "99"), message(kind: "'robot'"), message(kind: "NULL"),
        message(time: "NULL"), message(replyTo: "0"), message(replyTo: "3"), message(chain: "randomblob(31)"),
        message(chain: "NULL"), message(body: "NULL"), message(digest: "randomblob(32)"), message(body: "x'00'"),
        message(digest: "randomblob(31)", body: "NULL"),
    ])
    func aMessageAgainstTheRulesIsRefused(sql: String) async throws {
        #expect(try await resultCode(of: sql) == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: [
        "conversation = 10", "seq = 3", "id = randomblob(16)", "sender = 2", "sender_kind = 'agent'", "time = 1001",
        "reply_to = 1", "chain = zeroblob(32)", "body = 'other'", "body = NULL",
        "body = NULL, body_digest = zeroblob(32), time = 2000",
    ])
    func aStoredMessageCannotChange(change: String) async throws {
        #expect(try await resultCode(of: "UPDATE messages SET \(change) WHERE seq = 2") == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: ["body = 'second', body_digest = NULL", "body_digest = zeroblob(32)"])
    func aDeletedBodyStaysAsItIs(change: String) async throws {
        let scratch = try await prepared()
        try await scratch.deleteBody(of: 2)
        let sql = "UPDATE messages SET \(change) WHERE seq = 2"
        #expect(try await resultCode(of: sql, in: scratch) == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: ["DELETE FROM messages WHERE seq = 2", "DELETE FROM messages", "DELETE FROM users"])
    func whatTheLogNeedsCannotBeDeleted(sql: String) async throws {
        #expect(try await resultCode(of: sql) == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: [
        user(name: "'alice'"), user(name: "'Carol'"), user(name: "''"), user(name: "'-x'"), user(name: "'a b'"),
        user(name: "'caf\u{E9}'"), user(name: "NULL"), user(name: "'\(String(repeating: "x", count: 33))'"),
        user(kind: "'robot'"), user(role: "'owner'"), token(digest: "zeroblob(32)"), token(digest: "randomblob(31)"),
        token(user: "99"), "UPDATE users SET disabled = 2",
    ])
    func anAccountAgainstTheRulesIsRefused(sql: String) async throws {
        #expect(try await resultCode(of: sql) == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: [
        conversation(name: "'lobby'"), conversation(kind: "'lobby'"), conversation(kind: "'lobby'", name: "'lobby'"),
        conversation(name: "NULL"), conversation(name: "'builds'"), conversation(name: "'Ops'"),
        conversation(low: "1", high: "2"), conversation(id: "0"), conversation(kind: "'group'"),
        conversation(kind: "'direct'", low: "1", high: "2"), conversation(kind: "'direct'", name: "NULL"),
        conversation(kind: "'direct'", name: "NULL", low: "1"),
        conversation(kind: "'direct'", name: "NULL", low: "2", high: "1"),
        conversation(kind: "'direct'", name: "NULL", low: "1", high: "1"),
        conversation(kind: "'direct'", name: "NULL", low: "1", high: "99"), member(conversation: "1"),
        member(conversation: "11"), member(conversation: "99"), member(user: "1"), member(user: "99"),
        member(role: "'king'"), cursor(), cursor(name: "''"), cursor(name: "'a b'"), cursor(user: "99"),
        cursor(name: "'x'", seq: "-1"), "UPDATE cursors SET seq = 1",
    ])
    func aConversationAgainstTheRulesIsRefused(sql: String) async throws {
        #expect(try await resultCode(of: sql) == .SQLITE_CONSTRAINT)
    }

    private func resultCode(of sql: String) async throws -> ResultCode? {
        try await resultCode(of: sql, in: prepared())
    }

    private func resultCode(of sql: String, in scratch: ScratchStore) async throws -> ResultCode? {
        do {
            try await scratch.execute(sql)
            return nil
        } catch let error as DatabaseError {
            return error.resultCode
        }
    }
}
