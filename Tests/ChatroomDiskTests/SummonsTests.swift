internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

/// `@all` and `@here`, which address the members of a room as far as the sender may.
struct SummonsTests {
    private let scratch: ScratchStore
    private let room: Conversation.ID
    private let carol: Account

    init() async throws {
        scratch = try await ScratchStore(durability: .relaxed)
        room = try await scratch.room("ops")
        carol = try await scratch.account("carol")
        try await scratch.store.change(.join, scratch.bob.id, in: room)
    }

    private func post(
        _ body: String, by sender: Account? = nil, mayModerate: Bool = true, present: Set<Account.ID> = [],
        act: OutgoingMessage.Act = .post, in conversation: Conversation.ID? = nil
    ) async throws -> Message {
        var new = NewMessage(
            conversation: conversation ?? room, sender: sender ?? scratch.alice, id: .random(), body: body, act: act,
            mayModerate: mayModerate)
        new.present = present
        return try await scratch.append([new], at: 1000)[0].get().message
    }

    private func mentions(_ account: Account) async throws -> Int? {
        try await scratch.store.summary(of: room, for: account.id)?.mentions
    }

    @Test func everyMemberIsAddressedByWhoMay() async throws {
        let message = try await post("lunch, @All?")
        #expect(message.summons == .all)
        #expect(try await mentions(scratch.bob) == 1)
        #expect(try await mentions(scratch.alice) == 0)
        // Who only looks at the room is not meant.
        #expect(try await mentions(carol) == 0)
        let stored = try await scratch.page(of: room).messages
        #expect(stored.map(\.summons) == [.all])
    }

    @Test func nobodyIsAddressedByWhoMayNot() async throws {
        let message = try await post("lunch, @all @here?", by: scratch.bob, mayModerate: false)
        #expect(message.summons == nil)
        #expect(try await mentions(scratch.alice) == 0)
        #expect(try await scratch.page(of: room).messages.map(\.summons) == [nil])
        // Who is named is mentioned all the same, and that alone makes no summons.
        #expect(try await post("@alice @all", by: scratch.bob, mayModerate: false).summons == nil)
        #expect(try await mentions(scratch.alice) == 1)
        #expect(try await scratch.page(of: room).messages.map(\.summons) == [nil, nil])
    }

    @Test func ofThoseWhoAreThereOnlyMembersAreAddressed() async throws {
        let present = try await post("@here now", present: [scratch.alice.id, carol.id])
        #expect(present.summons == nil)
        #expect(try await mentions(scratch.bob) == 0)
        #expect(try await post("@here now", present: [scratch.bob.id, carol.id]).summons == .here)
        #expect(try await mentions(scratch.bob) == 1)
        #expect(try await mentions(carol) == 0)
    }

    @Test func anEditTakesItBackOrBringsIt() async throws {
        let message = try await post("@all wrong room")
        _ = try await post("wrong room", act: .edit(message.seq))
        #expect(try await mentions(scratch.bob) == 0)
        #expect(try await scratch.page(of: room).messages.map(\.summons) == [nil])
        _ = try await post("@all right room", act: .edit(message.seq))
        #expect(try await mentions(scratch.bob) == 1)
        #expect(try await scratch.page(of: room).messages.map(\.summons) == [.all])
        _ = try await post("", act: .delete(message.seq))
        #expect(try await mentions(scratch.bob) == 0)
        #expect(try await scratch.store.verifyChain(of: room, after: 0).problem == nil)
    }

    @Test func inADirectConversationNobodyElseIsThere() async throws {
        let direct = try await scratch.direct(with: scratch.bob)
        #expect(try await post("@all of us", in: direct).summons == nil)
    }

    @Test func theLobbyHasEverybody() async throws {
        #expect(try await post("@all welcome", in: .lobby).summons == .all)
        let summary = try await scratch.store.summary(of: .lobby, for: carol.id)
        #expect(summary?.mentions == 1)
    }
}
