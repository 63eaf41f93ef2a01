internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct MentionTests {
    private func mentions(
        of account: Account, in scratch: ScratchStore, unread: Bool = false, in conversation: Conversation.ID = .lobby
    ) async throws -> [Message.Seq] {
        try await scratch.page(of: conversation, for: account) { query in
            query.mentionsOnly = true
            query.unreadOnly = unread
        }
        .messages.map(\.seq)
    }

    @Test func onlyMessagesThatNameTheReaderMentionTheReader() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for body in ["hello", "@bob", "bob@example.org", "see (@Bob)!", "@bobby", "@bob @bob"] {
            try await scratch.send(body)
        }
        #expect(try await mentions(of: scratch.bob, in: scratch) == [2, 4, 6])
        #expect(try await mentions(of: scratch.alice, in: scratch) == [])
    }

    @Test func nobodyMentionsOneself() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("@alice and @bob")
        #expect(try await mentions(of: scratch.alice, in: scratch) == [])
        #expect(try await mentions(of: scratch.bob, in: scratch) == [1])
    }

    @Test func anAccountIsMentionedFromItsBeginningOn() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("@carol is not here")
        let carol = try await scratch.account("carol")
        try await scratch.send("@carol is")
        #expect(try await mentions(of: carol, in: scratch) == [2])
    }

    @Test func whoIsNoLongerNamedIsNoLongerMentioned() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("@bob look")
        try await scratch.send("job 1 waits for @bob", .update(key: "job"))
        #expect(try await mentions(of: scratch.bob, in: scratch, unread: true) == [1, 2])
        try await scratch.send("never mind", .edit(1))
        try await scratch.send("job 1 is done", .update(key: "job"))
        #expect(try await mentions(of: scratch.bob, in: scratch) == [])
        #expect(try await scratch.store.summary(of: .lobby, for: scratch.bob.id)?.mentions == 0)
        try await scratch.send("@bob after all", .edit(1))
        #expect(try await mentions(of: scratch.bob, in: scratch) == [1])
        let verified = try await scratch.store.verifyChain(of: .lobby, after: 0)
        #expect(verified.broken == nil)
    }

    @Test func aMentionIsCountedHoweverManyMessagesCameAfter() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("@bob the disk is full")
        for number in 1...150 { try await scratch.send("\(number)") }
        let summary = try #require(try await scratch.store.summary(of: .lobby, for: scratch.bob.id))
        #expect(summary.mentions == 1 && summary.unread == 100)
        try await scratch.read(1, as: scratch.bob)
        #expect(try await scratch.store.summary(of: .lobby, for: scratch.bob.id)?.mentions == 0)
    }

    @Test func anAccountWhoseNameEndsLikeASentenceIsMentioned() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let dot = try await scratch.account("dot.")
        try await scratch.send("@dot. can you look?")
        try await scratch.send("https://example.org/@dot./x")
        #expect(try await mentions(of: dot, in: scratch) == [1])
    }

    @Test func anEditAddsToTheMessageWhomItMentions() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("hello")
        try await scratch.send("hello @bob", .edit(1))
        try await scratch.send("once more @bob", .edit(1))
        #expect(try await mentions(of: scratch.bob, in: scratch) == [1])
        #expect(try await scratch.number("SELECT count(*) FROM mentions") == 1)
    }

    @Test func mentionsArePagedAsAnyHistory() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...9 { try await scratch.send(number.isMultiple(of: 2) ? "@bob" : "x") }
        let newest = try await scratch.page(for: scratch.bob) { query in
            query.mentionsOnly = true
            query.newest = 3
            query.limit = 2
        }
        #expect(newest.messages.map(\.seq) == [4, 6])
        #expect(newest.hasMore)
    }

    @Test func conversationsHaveMentionsOfTheirOwn() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let direct = try await scratch.direct(with: scratch.bob)
        try await scratch.send("@bob in the lobby")
        try await scratch.send("nobody", in: direct)
        #expect(try await mentions(of: scratch.bob, in: scratch) == [1])
        #expect(try await mentions(of: scratch.bob, in: scratch, in: direct) == [])
    }

    @Test func unreadMentionsAreThoseAfterTheReadMarker() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for body in ["@bob 1", "2", "@bob 3", "@bob 4"] { try await scratch.send(body) }
        try await scratch.read(3, as: scratch.bob)
        #expect(try await mentions(of: scratch.bob, in: scratch, unread: true) == [4])
        let summary = try #require(try await scratch.store.summary(of: .lobby, for: scratch.bob.id))
        #expect(summary.mentions == 1)
        #expect(summary.unread == 1)
    }

    @Test func moreThanFiftyNamesMentionTheFirstFifty() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...51 { _ = try await scratch.account("u\(number)") }
        try await scratch.send((1...51).map { "@u\($0)" }.joined(separator: " "))
        #expect(try await scratch.number("SELECT count(*) FROM mentions") == 50)
    }
}
