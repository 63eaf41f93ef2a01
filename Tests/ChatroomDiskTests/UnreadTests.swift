internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct UnreadTests {
    private func unread(
        of account: Account, in scratch: ScratchStore, _ conversation: Conversation.ID = .lobby
    ) async throws -> Int {
        let summary = try #require(try await scratch.store.summary(of: conversation, for: account.id))
        let page = try await scratch.page(of: conversation, for: account) { $0.unreadOnly = true }
        #expect(page.messages.count == summary.unread)
        return summary.unread
    }

    @Test func whatOthersSaidIsUnreadAndNotWhatOneSaidOneself() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for _ in 1...3 { try await scratch.send("from alice") }
        try await scratch.send("from bob", from: scratch.bob)
        #expect(try await unread(of: scratch.bob, in: scratch) == 3)
        #expect(try await unread(of: scratch.alice, in: scratch) == 1)
    }

    @Test func theReadMarkerEndsWhatIsUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...5 { try await scratch.send("\(number)") }
        for (seq, count) in [(0, 5), (2, 3), (5, 0)] as [(Message.Seq, Int)] {
            try await scratch.read(seq, as: scratch.bob)
            #expect(try await unread(of: scratch.bob, in: scratch) == count)
            #expect(try await scratch.store.summary(of: .lobby, for: scratch.bob.id)?.read == seq)
        }
    }

    @Test func editsAndDeletedMessagesAreNotUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for body in ["one", "two", "three"] { try await scratch.send(body) }
        try await scratch.send("TWO", .edit(2))
        try await scratch.send("", .delete(3))
        #expect(try await unread(of: scratch.bob, in: scratch) == 2)
        let page = try await scratch.page(for: scratch.bob) { $0.unreadOnly = true }
        #expect(page.messages.map(\.body) == ["one", "TWO"])
    }

    @Test func whatWasSaidBeforeAnAccountIsNotUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...5 { try await scratch.send("\(number)") }
        let carol = try await scratch.account("carol")
        #expect(try await unread(of: carol, in: scratch) == 0)
        try await scratch.send("6")
        #expect(try await unread(of: carol, in: scratch) == 1)
    }

    @Test func whatWasSaidBeforeOneJoinedIsNotUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        for number in 1...5 { try await scratch.send("\(number)", in: room) }
        try await scratch.store.change(.join, scratch.bob.id, in: room)
        #expect(try await unread(of: scratch.bob, in: scratch, room) == 0)
        try await scratch.send("6", in: room)
        #expect(try await unread(of: scratch.bob, in: scratch, room) == 1)
    }

    @Test func aHundredMentionsAreCounted() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        _ = try await scratch.append((1...150).map { .from(scratch.alice, "@bob \($0)") })
        let summary = try #require(try await scratch.store.summary(of: .lobby, for: scratch.bob.id))
        #expect(summary.mentions == 100 && summary.unread == 100)
    }

    @Test func countingLooksAtTheNewestHundredEntries() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        _ = try await scratch.append((1...150).map { .from(scratch.alice, "\($0)") })
        #expect(try await scratch.store.summary(of: .lobby, for: scratch.bob.id)?.unread == 100)
        _ = try await scratch.append((1...98).map { .from(scratch.bob, "\($0)") })
        #expect(try await scratch.store.summary(of: .lobby, for: scratch.bob.id)?.unread == 2)
        #expect(try await scratch.page(for: scratch.bob) { $0.unreadOnly = true }.messages.count == 150)
    }

    @Test func whatIsPastItsTimeIsNotUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...5 { try await scratch.send("@bob \(number)") }
        try await scratch.store.expire(.lobby, through: 3)
        #expect(try await unread(of: scratch.bob, in: scratch) == 2)
        #expect(try await scratch.store.summary(of: .lobby, for: scratch.bob.id)?.mentions == 2)
    }

    @Test func theNewestUnreadAreAPage() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...5 { try await scratch.send("\(number)") }
        try await scratch.read(1, as: scratch.bob)
        let page = try await scratch.page(for: scratch.bob) { query in
            query.unreadOnly = true
            query.newest = 2
        }
        #expect(page.messages.map(\.seq) == [4, 5])
    }
}
