internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// A database as the third schema left it, in `Fixtures/schema-3.db`, opened by this version: the rooms `bob`,
/// `bob-room` and one with a user's name of 32 characters, besides `carols`.
struct Schema3Tests {
    private static let long = "abcdefghijklmnopqrstuvwxyz012345"
    private let directory: ScratchDirectory

    init() async throws {
        directory = try ScratchDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/schema-3", withExtension: "db"))
        try directory.write("chatroom.db", try Data(contentsOf: fixture))
    }

    private func account(_ name: String, in store: SQLiteStore) async throws -> Account {
        try #require(try await store.account(named: try UserName(name))).account
    }

    @Test func aRoomWithTheNameOfAUserGetsAnotherAndKeepsItsHistory() async throws {
        let store = try await SQLiteStore.open(directory: directory.path)
        #expect(store.renamedRooms.map(\.before) == [Self.long, "bob"])
        #expect(store.renamedRooms.map(\.after) == ["abcdefghijklmnopqrstuvwxyz0-room", "bob-room-2"])
        let alice = try await account("alice", in: store)
        let names = try await store.conversations(visibleTo: alice.id).map(\.target.description)
        #expect(names == ["lobby", "bob-room", "bob-room-2", "carols", "@bob"])
        for (name, bodies) in [
            ("bob-room-2", ["first in bob", "second in bob"]), ("bob-room", ["in bob-room"]),
            ("@bob", ["to bob himself"]),
        ] as [(String, [String])] {
            let room = try await store.conversation(try Target(name), for: alice.id)
            let page = try await store.page(of: room, matching: HistoryQuery(target: .lobby), byteLimit: .max)
            #expect(page.messages.map(\.body) == bodies)
            #expect(try await store.verifyChain(of: room) == nil)
        }
        #expect(try await refusal(of: try await store.conversation(try Target("bob"), for: alice.id)) == .notFound)
        let carol = try await account("carol", in: store)
        let hidden = try await store.conversation(try Target("abcdefghijklmnopqrstuvwxyz0-room"), for: carol.id)
        #expect(try await store.access(carol.id, to: hidden)?.standing == .owner)
        try await store.close()
        // Told once.
        let again = try await SQLiteStore.open(directory: directory.path)
        #expect(again.renamedRooms.isEmpty)
    }

    @Test func eachAccountHasASecretOfItsOwnThatStays() async throws {
        var all: [[MessageID.Secret]] = []
        for round in 0..<2 {
            let store = try await SQLiteStore.open(directory: directory.path)
            var secrets: [MessageID.Secret] = []
            for (number, name) in ["alice", "bob", "carol", Self.long].enumerated() {
                let id = try await account(name, in: store).id
                let token = try await store.makeToken(
                    NewToken(digest: [UInt8](repeating: UInt8(10 * round + number), count: 32), account: id, label: ""))
                secrets.append(try #require(try await store.idSecret(of: id, heldBy: token)))
            }
            all.append(secrets)
            try await store.close()
        }
        #expect(Set(all[0]).count == 4)
        #expect(all[0] == all[1])
    }
}
