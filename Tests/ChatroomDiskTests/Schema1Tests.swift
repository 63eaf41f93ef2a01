internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// A database as the first released schema left it, in `Fixtures/schema-1.db`, opened by this version.
struct Schema1Tests {
    private let digest = [UInt8](0..<32)

    @Test func itsLogsReadAsTheyWereWritten() async throws {
        let (directory, store) = try await openedCopy()
        defer { withExtendedLifetime(directory) {} }
        let log = try await store.page(of: .lobby, matching: HistoryQuery(target: .lobby), byteLimit: .max).messages
        #expect(log.map(\.seq) == [1, 2, 3, 4])
        #expect(log.map(\.body) == ["hello, world", "gr\u{FC}\u{DF} dich \u{1F600}", "", "a nul: \0."])
        #expect(log.map(\.sender.text) == ["alice", "ci.nightly", "alice", "alice"])
        #expect(log.map(\.kind) == [.human, .script, .human, .human])
        #expect(
            log.map(\.time.milliseconds) == [
                1_750_000_000_000, 1_750_000_000_001, 1_750_000_000_001, 1_750_000_005_000,
            ])
        #expect(log.map(\.replyTo) == [nil, 1, nil, 2])
        #expect(log.map(\.id.description) == (1...4).map { "01976c5a-0000-7000-8000-00000000000\($0)" })
        let alice = try #require(try await store.account(named: try UserName("alice"))).account
        let direct = try await store.conversation(.direct(try UserName("ci.nightly")), for: alice.id)
        #expect(direct == Conversation.ID(rawValue: 2))
        let page = try await store.page(of: direct, matching: HistoryQuery(target: .lobby), byteLimit: .max)
        #expect(page.messages.map(\.body) == ["run it again"])
        for conversation in [Conversation.ID.lobby, direct] {
            #expect(try await store.verifyChain(of: conversation) == nil)
        }
    }

    @Test func itsAccountsTokensAndCursorsAreThere() async throws {
        let (directory, store) = try await openedCopy()
        defer { withExtendedLifetime(directory) {} }
        let found = try #require(try await store.account(named: try UserName("alice")))
        #expect(found.account.user.role == .administrator)
        #expect(found.passwordHash == "hash of alice")
        let now = Timestamp(milliseconds: 1_750_000_000_000)
        #expect(try await store.account(withTokenDigest: digest, at: now)?.account == found.account)
        let tokens = try await store.tokens(of: found.account.id)
        #expect(tokens.map(\.label) == ["laptop"])
        let name = try ChatroomCore.Cursor.Name("read")
        #expect(try await store.cursor(name, of: found.account.id, in: .lobby, orMakeAt: 0) == 2)
    }

    @Test func itTakesMessages() async throws {
        let (directory, store) = try await openedCopy()
        defer { withExtendedLifetime(directory) {} }
        let alice = try #require(try await store.account(named: try UserName("alice"))).account
        let outcomes = try await store.append([.from(alice, "still here")], at: Timestamp(milliseconds: 1))
        #expect(try outcomes[0].get().message.seq == 5)
        #expect(try await store.verifyChain(of: .lobby) == nil)
    }

    private func openedCopy() async throws -> (ScratchDirectory, SQLiteStore) {
        let directory = try ScratchDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/schema-1", withExtension: "db"))
        try directory.write("chatroom.db", try Data(contentsOf: fixture))
        return (directory, try await SQLiteStore.open(directory: directory.path))
    }
}
