internal import GRDB
internal import Testing

@testable internal import ChatroomDisk

/// What the database refuses by itself beyond what ``SchemaTests`` looks at.
struct Schema2RulesTests {
    /// The message 5 of the lobby, of the kind that the arguments make it.
    private static func message(
        entry: String = "NULL", changes: String = "NULL", thread: String = "NULL", choices: String = "NULL",
        deadline: String = "NULL"
    ) -> String {
        """
        INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, chain, body, entry, changes, thread,
            choices, deadline)
        VALUES (1, 5, randomblob(16), 1, 'human', 1000, randomblob(32), 'text', \(entry), \(changes), \(thread),
            \(choices), \(deadline))
        """
    }

    private static func room(
        kind: String = "'room'", name: String = "'ops'", isPrivate: String = "0", slow: String = "0",
        retain: String = "0", floor: String = "0", topic: String = "''", created: String = "0", low: String = "NULL"
    ) -> String {
        """
        INSERT INTO conversations (kind, name, private, slow, retain, floor, topic, created, low)
        VALUES (\(kind), \(name), \(isPrivate), \(slow), \(retain), \(floor), \(topic), \(created), \(low))
        """
    }

    private static func update(key: String = "'k'", sender: String = "1", seq: String = "1") -> String {
        "INSERT INTO updates (conversation, sender, key, seq) VALUES (1, \(sender), \(key), \(seq))"
    }

    private static func mention(user: String = "2", conversation: String = "1", seq: String = "1") -> String {
        "INSERT INTO mentions (user, conversation, seq) VALUES (\(user), \(conversation), \(seq))"
    }

    private static func work(
        user: String = "2", cursor: String = "'c'", seq: String = "1", done: String = "0", failures: String = "0"
    ) -> String {
        """
        INSERT INTO work (user, cursor, conversation, seq, done, failures)
        VALUES (\(user), \(cursor), 1, \(seq), \(done), \(failures))
        """
    }

    private static func put(in table: String, conversation: String = "10", user: String = "2") -> String {
        "INSERT INTO \(table) (conversation, user) VALUES (\(conversation), \(user))"
    }

    /// Four messages in the lobby, the third a question, the fourth a reply; a room 10 with alice in it; a ban, a
    /// mention, an update and work, all of bob and the message 2.
    private func prepared() async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        for body in ["first", "second"] { try await scratch.send(body) }
        try await scratch.send("third", .ask(choices: ["a"], within: .seconds(1)))
        try await scratch.send("fourth", replyTo: 1)
        for sql in [
            "INSERT INTO conversations (id, kind, name) VALUES (10, 'room', 'builds')",
            "INSERT INTO conversations (id, kind) VALUES (11, 'removed')",
            "INSERT INTO members (conversation, user, role) VALUES (10, 1, 'owner')",
            Self.put(in: "bans", user: "1"), Self.put(in: "invitations", user: "1"),
            Self.mention(seq: "2"), Self.update(key: "'known'", seq: "2"), Self.work(seq: "2"),
        ] { try await scratch.execute(sql) }
        return scratch
    }

    @Test(arguments: [
        message(), message(entry: "'edit'", changes: "4"), message(entry: "'deletion'", changes: "1"),
        message(entry: "'topic'"), message(thread: "4"), message(choices: "''"),
        message(choices: "'a' || char(10) || 'b'", deadline: "5"), room(), room(kind: "'removed'", name: "NULL"),
        room(isPrivate: "1", slow: "1", retain: "1", floor: "1", topic: "'x'", created: "-1"), update(), mention(),
        work(), work(done: "1", failures: "7"), put(in: "bans"), put(in: "invitations"),
        "UPDATE conversations SET kind = 'removed', name = NULL WHERE id = 10", "UPDATE users SET away = 'lunch'",
        "UPDATE updates SET seq = 1", "UPDATE work SET done = 1", "DELETE FROM mentions",
    ])
    func whatTheRulesAllowIsTaken(sql: String) async throws {
        try await prepared().execute(sql)
    }

    @Test(arguments: [
        message(entry: "'other'"), message(entry: "''"), message(entry: "'topic'", changes: "1"),
        message(entry: "'edit'", changes: "0"),
        message(entry: "'edit'", changes: "5"), message(entry: "'edit'", changes: "6"), message(thread: "0"),
        message(thread: "5"), message(deadline: "5"), message(entry: "'topic'", choices: "''"),
        message(entry: "'edit'", changes: "1", choices: "'a'"),
    ])
    func aMessageAgainstTheRulesIsRefused(sql: String) async throws {
        #expect(try await resultCode(of: sql) == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: [
        "entry = 'topic'", "entry = 'edit', changes = 1", "thread = 1", "choices = 'b'", "choices = NULL",
        "deadline = 99", "deadline = NULL", "choices = NULL, deadline = NULL, body = NULL, body_digest = zeroblob(32)",
        "thread = 1, body = NULL, body_digest = zeroblob(32)",
    ])
    func whatAMessageIsCannotChange(change: String) async throws {
        #expect(try await resultCode(of: "UPDATE messages SET \(change) WHERE seq = 3") == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: [
        room(name: "NULL"), room(name: "'builds'"), room(kind: "'removed'"), room(kind: "'closed'", name: "NULL"),
        room(kind: "'removed'", name: "NULL", low: "1"), room(isPrivate: "2"), room(isPrivate: "NULL"),
        room(slow: "-1"), room(retain: "-1"), room(floor: "-1"), room(topic: "NULL"), room(created: "NULL"),
        "UPDATE conversations SET kind = 'removed', name = NULL WHERE id = 1",
        "UPDATE conversations SET kind = 'room' WHERE id = 11",
        "INSERT INTO members (conversation, user, role) VALUES (11, 1, 'owner')",
        "INSERT INTO members (conversation, user, role) VALUES (1, 1, 'owner')",
        put(in: "bans", user: "1"), put(in: "bans", user: "99"), put(in: "bans", conversation: "99"),
        put(in: "invitations", user: "1"), put(in: "invitations", user: "99"),
        put(in: "invitations", conversation: "99"),
    ])
    func aRoomAgainstTheRulesIsRefused(sql: String) async throws {
        #expect(try await resultCode(of: sql) == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: [
        update(key: "''"), update(key: "NULL"), update(key: "'known'"), update(sender: "99"), update(seq: "0"),
        update(key: "'\(String(repeating: "k", count: 65))'"), mention(seq: "2"), mention(seq: "0"),
        mention(user: "99"), mention(conversation: "99"), work(seq: "2"), work(seq: "0"), work(user: "99"),
        work(done: "2"), work(failures: "-1"), work(cursor: "NULL"),
    ])
    func whatIsKeptBesideTheLogKeepsToTheRules(sql: String) async throws {
        #expect(try await resultCode(of: sql) == .SQLITE_CONSTRAINT)
    }

    private func resultCode(of sql: String) async throws -> ResultCode? {
        let scratch = try await prepared()
        do {
            try await scratch.execute(sql)
            return nil
        } catch let error as DatabaseError {
            return error.resultCode
        }
    }
}
