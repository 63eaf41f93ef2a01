internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct SummaryTests {
    private func targets(of account: Account, in scratch: ScratchStore) async throws -> [String] {
        let summaries = try await scratch.store.conversations(visibleTo: account.id)
        #expect(Set(summaries.map(\.id)) == (try await scratch.store.visibleConversations(to: account.id)))
        for summary in summaries {
            #expect(try await scratch.store.summary(of: summary.id, for: account.id) == summary)
        }
        return summaries.map(\.target.description)
    }

    @Test func theLobbyComesFirstThenRoomsThenUsersByName() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let carol = try await scratch.account("carol")
        for name in ["zoo", "ants"] { _ = try await scratch.room(name) }
        for other in [carol, scratch.bob, scratch.alice] {
            try await scratch.send("hello", in: try await scratch.direct(with: other))
        }
        #expect(
            try await targets(of: scratch.alice, in: scratch) == ["lobby", "ants", "zoo", "@alice", "@bob", "@carol"])
        #expect(try await targets(of: carol, in: scratch) == ["lobby", "ants", "zoo", "@alice"])
    }

    @Test func aPrivateRoomIsVisibleToItsMembersOnly() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("secret", isPrivate: true)
        #expect(try await targets(of: scratch.alice, in: scratch) == ["lobby", "secret"])
        #expect(try await targets(of: scratch.bob, in: scratch) == ["lobby"])
        try await scratch.store.change(.invite, scratch.bob.id, in: room)
        try await scratch.store.change(.join, scratch.bob.id, in: room)
        #expect(try await targets(of: scratch.bob, in: scratch) == ["lobby", "secret"])
        try await scratch.store.change(.kick, scratch.bob.id, in: room)
        #expect(try await targets(of: scratch.bob, in: scratch) == ["lobby"])
    }

    @Test func aRoomIsHiddenFromWhomItKeepsOut() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await scratch.store.change(.ban, scratch.bob.id, in: room)
        #expect(try await targets(of: scratch.bob, in: scratch) == ["lobby"])
        #expect(try await targets(of: scratch.alice, in: scratch) == ["lobby", "ops"])
        try await scratch.store.change(.unban, scratch.bob.id, in: room)
        #expect(try await targets(of: scratch.bob, in: scratch) == ["lobby", "ops"])
    }

    @Test func aDirectConversationIsThereFromItsFirstMessageOn() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let direct = try await scratch.direct(with: scratch.bob)
        #expect(try await targets(of: scratch.alice, in: scratch) == ["lobby"])
        try await scratch.send("hello", in: direct)
        #expect(try await targets(of: scratch.alice, in: scratch) == ["lobby", "@bob"])
        #expect(try await targets(of: scratch.bob, in: scratch) == ["lobby", "@alice"])
    }

    @Test func aRemovedRoomIsGone() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await scratch.send("hello", in: room)
        try await scratch.store.removeRoom(room)
        #expect(try await targets(of: scratch.alice, in: scratch) == ["lobby"])
        #expect(try await scratch.store.summary(of: room, for: scratch.alice.id) == nil)
    }

    @Test func aSummarySaysAllThatOneSees() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops", isPrivate: true)
        try await scratch.store.change(.invite, scratch.bob.id, in: room)
        try await scratch.store.change(.join, scratch.bob.id, in: room)
        try await scratch.store.change(.makeModerator, scratch.bob.id, in: room)
        try await scratch.send("hello @bob", in: room, at: 2000)
        try await scratch.send("what \0 runs", .topic, in: room, at: 3000)
        var expected = Conversation.Summary(id: room, target: try Target("ops"))
        expected.topic = "what \0 runs"
        expected.isPrivate = true
        expected.role = .moderator
        expected.head = 2
        expected.time = Timestamp(milliseconds: 3000)
        expected.unread = 2
        expected.mentions = 1
        #expect(try await scratch.store.summary(of: room, for: scratch.bob.id) == expected)
        #expect(try await scratch.store.summary(of: room, for: scratch.alice.id)?.role == .owner)
    }

    @Test func whoIsNoMemberHasNoRole() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        let seen = try #require(try await scratch.store.summary(of: room, for: scratch.bob.id))
        #expect(seen.role == nil)
        #expect(!seen.isPrivate)
        #expect(seen.head == 0)
        #expect(seen.time == nil)
        #expect(try await scratch.store.summary(of: .lobby, for: scratch.bob.id)?.role == .member)
        let direct = try await scratch.direct(with: scratch.bob)
        _ = try await scratch.append([.from(scratch.alice, "hello", in: direct)])[0].get()
        #expect(try await scratch.store.summary(of: direct, for: scratch.bob.id)?.role == .member)
        #expect(try await scratch.store.summary(of: direct, for: scratch.bob.id)?.isPrivate == true)
    }

    @Test func whatIsNotThereHasNoSummary() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        #expect(try await scratch.store.summary(of: Conversation.ID(rawValue: 99), for: scratch.bob.id) == nil)
    }

    @Test func moreConversationsThanOnePieceAreAllThere() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 100..<230 { _ = try await scratch.room("room\(number)") }
        let targets = try await scratch.store.conversations(visibleTo: scratch.bob.id).map(\.target.description)
        #expect(targets == ["lobby"] + (100..<230).map { "room\($0)" })
    }

    @Test func whereOneIsNotOnlyMentionsAreUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        for text in ["talk", "ask @bob", "more talk", "@bob?"] { try await scratch.send(text, in: room) }
        let before = try await scratch.store.summary(of: room, for: scratch.bob.id)
        #expect(before?.role == nil && before?.unread == 2 && before?.mentions == 2)
        try await scratch.store.advance([
            CursorMove(account: scratch.bob.id, name: .read, conversation: room, seq: 2)
        ])
        let after = try await scratch.store.summary(of: room, for: scratch.bob.id)
        #expect(after?.unread == 1 && after?.mentions == 1)
        try await scratch.store.change(.join, scratch.bob.id, in: room)
        let inside = try await scratch.store.summary(of: room, for: scratch.bob.id)
        #expect(inside?.unread == 0)
    }

    @Test func aRoleThatOthersGaveIsNewUntilOneReadsOn() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await scratch.send("hello", in: room)
        try await scratch.store.change(.join, scratch.bob.id, in: room)
        func isNew() async throws -> Bool? {
            try await scratch.store.summary(of: room, for: scratch.bob.id)?.isRoleNew
        }
        #expect(try await isNew() == false)
        try await scratch.store.change(.makeOwner, scratch.bob.id, in: room, by: scratch.alice.id)
        #expect(try await isNew() == true)
        // A cursor of another name has been read by a program.
        try await scratch.store.advance([
            CursorMove(account: scratch.bob.id, name: try Cursor.Name("w"), conversation: room, seq: 1)
        ])
        #expect(try await isNew() == true)
        try await scratch.send("more", in: room)
        try await scratch.store.advance([
            CursorMove(account: scratch.bob.id, name: .read, conversation: room, seq: 2)
        ])
        #expect(try await isNew() == false)
        try await scratch.store.change(.makeOwner, scratch.bob.id, in: room, by: scratch.alice.id)
        #expect(try await isNew() == false)
        try await scratch.store.change(.makeMember, scratch.bob.id, in: room)
        #expect(try await isNew() == false)
    }

    @Test func anInvitationIsThereUntilOneIsInOrKeptOut() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let (ops, builds) = (try await scratch.room("ops", isPrivate: true), try await scratch.room("builds"))
        func invitations() async throws -> [Invitation] {
            try await scratch.store.invitations(of: scratch.bob.id)
        }
        try await scratch.store.change(.invite, scratch.bob.id, in: ops, by: scratch.alice.id)
        try await scratch.store.change(.invite, scratch.bob.id, in: builds, by: nil)
        let expected = [
            Invitation(room: try RoomName("builds"), inviter: nil),
            Invitation(room: try RoomName("ops"), inviter: scratch.alice.user.name),
        ]
        #expect(try await invitations() == expected)
        #expect(try await scratch.store.invitations(of: scratch.alice.id).isEmpty)
        try await scratch.store.change(.join, scratch.bob.id, in: ops)
        #expect(try await invitations() == [expected[0]])
        try await scratch.store.change(.ban, scratch.bob.id, in: builds)
        #expect(try await invitations().isEmpty)
        try await scratch.store.change(.unban, scratch.bob.id, in: builds)
        try await scratch.store.change(.invite, scratch.bob.id, in: builds, by: scratch.alice.id)
        try await scratch.store.removeRoom(builds)
        #expect(try await invitations().isEmpty)
    }
}
