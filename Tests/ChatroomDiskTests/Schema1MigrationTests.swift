internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// What becomes of a database of the first schema beyond what it held.
struct Schema1MigrationTests {
    @Test func whoHadNoReadMarkerHasReadTheLobby() async throws {
        let (directory, store) = try await openedCopy()
        defer { withExtendedLifetime(directory) {} }
        let script = try #require(try await store.account(named: try UserName("ci.nightly"))).account
        let summary = try #require(try await store.summary(of: .lobby, for: script.id))
        #expect(summary.read == 4)
        #expect(summary.head == 4)
        #expect(summary.unread == 0)
    }

    @Test func aReadMarkerThatWasThereStays() async throws {
        let (directory, store) = try await openedCopy()
        defer { withExtendedLifetime(directory) {} }
        let alice = try #require(try await store.account(named: try UserName("alice"))).account
        let summary = try #require(try await store.summary(of: .lobby, for: alice.id))
        #expect(summary.read == 2)
        #expect(try await store.markers(of: Conversation.ID(rawValue: 2)).markers.map(\.read) == [0, 0])
    }

    @Test func whatItHeldIsFound() async throws {
        let (directory, store) = try await openedCopy()
        defer { withExtendedLifetime(directory) {} }
        let alice = try #require(try await store.account(named: try UserName("alice"))).account
        let visible = try await store.visibleConversations(to: alice.id)
        let search = Search(terms: [SearchTerm(text: "hello")])
        #expect(try await store.search(search, in: visible, for: alice.id).hits.map(\.message.seq) == [1])
    }

    @Test func itsMessagesCanBeEditedAndDeleted() async throws {
        let (directory, store) = try await openedCopy()
        defer { withExtendedLifetime(directory) {} }
        let alice = try #require(try await store.account(named: try UserName("alice"))).account
        let acts: [(OutgoingMessage.Act, String)] = [(.edit(1), "hello again"), (.delete(4), "")]
        let outcomes = try await store.append(
            acts.map { act, body in
                NewMessage(conversation: .lobby, sender: alice, id: .random(), body: body, act: act)
            }, at: Timestamp(milliseconds: 1_800_000_000_000))
        #expect(try outcomes.map { try $0.get().message.seq } == [5, 6])
        let page = try await store.page(of: .lobby, matching: HistoryQuery(target: .lobby), byteLimit: .max)
        #expect(page.messages.map(\.body) == ["hello again", "gr\u{FC}\u{DF} dich \u{1F600}", "", ""])
        #expect(try await store.verifyChain(of: .lobby) == nil)
    }

    private func openedCopy() async throws -> (ScratchDirectory, SQLiteStore) {
        let directory = try ScratchDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/schema-1", withExtension: "db"))
        try directory.write("chatroom.db", try Data(contentsOf: fixture))
        return (directory, try await SQLiteStore.open(directory: directory.path))
    }
}
