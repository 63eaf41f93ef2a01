internal import ChatroomCore
internal import ChatroomStore
internal import GRDB
internal import Testing

@testable internal import ChatroomDisk

/// The rules of the fourth schema, and what the store makes of them.
struct NamespaceStoreTests {
    private static func user(_ name: String) -> String {
        "INSERT INTO users (name, kind, role, password_hash, created) VALUES ('\(name)', 'human', 'member', 'x', 1)"
    }

    private static func room(_ name: String) -> String {
        "INSERT INTO conversations (kind, name) VALUES ('room', '\(name)')"
    }

    /// Past all that the store looks at first.
    @Test(arguments: [
        user("ops"), room("alice"), "UPDATE users SET name = 'ops' WHERE name = 'alice'",
        "UPDATE conversations SET name = 'bob' WHERE name = 'ops'",
        "INSERT OR REPLACE INTO conversations (kind, name) VALUES ('room', 'bob')",
        "INSERT OR IGNORE INTO users (name, kind, role, password_hash, created) VALUES ('ops', 'human', 'member', 'x', 1)",
        "UPDATE users SET id_secret = zeroblob(31)", "UPDATE users SET id_secret = zeroblob(33)",
    ])
    func theSchemaRefusesIt(sql: String) async throws {
        let scratch = try await ScratchStore()
        try await scratch.execute(Self.room("ops"))
        let error = await #expect(throws: DatabaseError.self) { try await scratch.execute(sql) }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
        #expect(
            try await scratch.number(
                "SELECT count(*) FROM users JOIN conversations ON users.name = conversations.name") == 0)
    }

    @Test(arguments: [user("carol"), room("carol"), "UPDATE users SET name = 'dave' WHERE name = 'bob'"])
    func theSchemaTakesIt(sql: String) async throws {
        let scratch = try await ScratchStore()
        try await scratch.execute(Self.room("ops"))
        try await scratch.execute(sql)
    }

    @Test func anAccountThatMustBeTheFirstIsRefusedAfterAnother() async throws {
        let scratch = try await ScratchStore()
        let named = try NewAccount.named("carol")
        let first = NewAccount(
            name: named.name, kind: .human, passwordHash: "x", mayAdminister: true, mustBeFirst: true,
            idSecret: named.idSecret)
        let code = try await refusal(of: try await scratch.store.createAccount(first, at: Timestamp(milliseconds: 1)))
        #expect(code == .notAllowed)
        #expect(try await scratch.store.userNames(limit: 9).count == 2)
    }

    @Test func theOldestUnusedTokensEndAndThoseInUseLast() async throws {
        let scratch = try await ScratchStore()
        var ids: [Token.ID] = []
        for number in 0..<6 {
            ids.append(
                try await scratch.store.makeToken(
                    NewToken(digest: [UInt8](repeating: UInt8(number), count: 32), account: scratch.bob.id, label: ""),
                    at: Int64([50, 10, 40, 20, 30, 20][number])))
        }
        func end(_ limit: Int, _ inUse: [Token.ID], digest: UInt8) async throws -> [Token.ID]? {
            let token = NewToken(
                digest: [UInt8](repeating: digest, count: 32), account: scratch.bob.id, label: "", limit: limit,
                inUse: Set(inUse))
            return try await scratch.store.createToken(token, at: Timestamp(milliseconds: 60))?.ended
        }
        #expect(try await end(7, [], digest: 100) == [])
        #expect(try await end(6, [ids[1]], digest: 101) == [ids[3], ids[5]])
        // Where all are in use, the one unused for longest of these.
        let rest = try await scratch.store.tokens(of: scratch.bob.id).map(\.id)
        #expect(try await end(3, rest, digest: 102) == [ids[1], ids[4], ids[2], ids[0]])
        #expect(try await scratch.store.tokens(of: scratch.alice.id).isEmpty)
    }
}
