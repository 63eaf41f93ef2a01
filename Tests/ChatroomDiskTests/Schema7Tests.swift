internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// A database as the seventh schema left it, in `Fixtures/schema-7.db`, opened by this version: `alice` owns the room
/// `ops`, from which `carol` is banned, and the private room `den`, into which she is invited; `bob` is in both.
struct Schema7Tests {
    private let directory: ScratchDirectory

    init() throws {
        directory = try ScratchDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/schema-7", withExtension: "db"))
        try directory.write("chatroom.db", try Data(contentsOf: fixture))
    }

    private func account(_ name: String, in store: SQLiteStore) async throws -> Account {
        try #require(try await store.account(named: try UserName(name))).account
    }

    @Test func whoMayDoWhatStaysAsItWas() async throws {
        let store = try await SQLiteStore.open(directory: directory.path)
        let expected: [(String, String, Standing, [String])] = [
            ("alice", "ops", .owner, ["one", "two", "three"]), ("bob", "ops", .member, ["one", "two", "three"]),
            ("carol", "ops", .banned, ["one", "two", "three"]), ("alice", "den", .owner, ["in the den"]),
            ("bob", "den", .member, ["in the den"]), ("carol", "den", .invited, ["in the den"]),
            ("alice", "@bob", .member, ["hello alice"]),
        ]
        for (name, target, standing, bodies) in expected {
            let account = try await account(name, in: store)
            let access = try #require(try await store.access(account.id, to: try Target(target)))
            #expect(access.standing == standing)
            #expect(access.rights == 0)
            let page = try await store.page(
                of: access.conversation, matching: HistoryQuery(target: .lobby), byteLimit: .max)
            #expect(page.messages.map(\.body) == bodies)
            #expect(try await store.verifyChain(of: access.conversation) == nil)
        }
        try await store.close()
    }

    @Test func itsVersionsOfRightsCountFromThere() async throws {
        let store = try await SQLiteStore.open(directory: directory.path)
        let (alice, bob) = (try await account("alice", in: store), try await account("bob", in: store))
        let access = try #require(try await store.access(bob.id, to: try Target("ops")))
        let kick = MemberChange(.kick, of: bob, in: try RoomName("ops"), by: alice)
        #expect(try await store.change(kick, in: access.conversation) == .member)
        let after = try #require(try await store.access(bob.id, to: try Target("ops")))
        #expect(after.standing == .outsider && after.rights > access.rights)
        #expect(try await store.access(alice.id, to: try Target("den"))?.rights == 0)
        try await store.close()
    }
}
