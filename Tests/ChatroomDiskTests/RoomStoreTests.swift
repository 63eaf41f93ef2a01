internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct RoomStoreTests {
    private func standing(
        of account: Account, in room: Conversation.ID, _ scratch: ScratchStore
    ) async throws -> Standing? {
        try await scratch.store.access(account.id, to: room)?.standing
    }

    private func change(
        _ change: ChangeMember.Change, _ account: Account, in room: Conversation.ID, _ scratch: ScratchStore
    ) async throws {
        try await scratch.store.change(change, account.id, in: room)
    }

    @Test func aRoomIsAsItWasMade() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let made = try await scratch.store.createRoom(
            CreateRoom(room: try RoomName("ops"), isPrivate: true, topic: "what \0 runs"), by: scratch.bob.id,
            at: Timestamp(milliseconds: 77))
        let room = try await scratch.store.room(made, for: scratch.bob.id)
        #expect(room.summary.id == made)
        #expect(room.summary.target == (try Target("ops")))
        #expect(room.summary.topic == "what \0 runs")
        #expect(room.summary.isPrivate)
        #expect(room.members == [Room.Member(name: scratch.bob.user.name, role: .owner)])
        #expect(room.slow == .zero)
        #expect(room.retain == nil)
        #expect(room.created == Timestamp(milliseconds: 77))
        #expect(room.banned.isEmpty)
        #expect(room.invited.isEmpty)
        #expect(try await scratch.store.conversation(try Target("ops"), for: scratch.alice.id) == made)
    }

    @Test func aNameIsTakenOnce() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        _ = try await scratch.room("ops")
        #expect(try await refusal(of: try await scratch.room("ops")) == .exists)
        #expect(try await scratch.store.visibleConversations(to: scratch.bob.id).count == 2)
    }

    @Test func membersComeAndGo() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        #expect(try await standing(of: scratch.bob, in: room, scratch) == .outsider)
        let steps: [(ChangeMember.Change, Standing)] = [
            (.invite, .invited), (.invite, .invited), (.join, .member), (.join, .member), (.invite, .member),
            (.makeModerator, .moderator), (.join, .moderator), (.makeOwner, .owner), (.makeMember, .member),
            (.kick, .outsider), (.kick, .outsider), (.join, .member), (.ban, .banned), (.ban, .banned),
            (.unban, .outsider), (.unban, .outsider), (.invite, .invited), (.ban, .banned), (.unban, .outsider),
            (.join, .member), (.leave, .outsider), (.leave, .outsider),
        ]
        for (index, (step, expected)) in steps.enumerated() {
            try await change(step, scratch.bob, in: room, scratch)
            #expect(try await standing(of: scratch.bob, in: room, scratch) == expected, "step \(index)")
            let isMember = try await scratch.store.members(of: room).contains(scratch.bob.id)
            #expect(isMember == (expected >= .member), "step \(index)")
        }
    }

    @Test func aRoomSaysWhoIsInAndWhoIsOut() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        for name in ["dave", "carol", "zoe", "yan", "eve", "adam"] {
            let account = try await scratch.account(name)
            let step: ChangeMember.Change = name < "b" || name == "zoe" ? .ban : name < "e" ? .join : .invite
            try await change(step, account, in: room, scratch)
        }
        let described = try await scratch.store.room(room, for: scratch.alice.id)
        #expect(described.members.map(\.name.text) == ["alice", "carol", "dave"])
        #expect(described.members.map(\.role) == [.owner, .member, .member])
        #expect(described.banned.map(\.text) == ["adam", "zoe"])
        #expect(described.invited.map(\.text) == ["eve", "yan"])
    }

    @Test(arguments: [.leave, .kick, .ban, .makeMember, .makeModerator] as [ChangeMember.Change])
    func theLastOwnerStays(step: ChangeMember.Change) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await change(.join, scratch.bob, in: room, scratch)
        #expect(try await refusal(of: try await change(step, scratch.alice, in: room, scratch)) == .notAllowed)
        #expect(try await standing(of: scratch.alice, in: room, scratch) == .owner)
        try await change(.makeOwner, scratch.bob, in: room, scratch)
        try await change(step, scratch.alice, in: room, scratch)
        #expect(try await standing(of: scratch.alice, in: room, scratch) ?? .owner < .owner)
        #expect(try await refusal(of: try await change(step, scratch.bob, in: room, scratch)) == .notAllowed)
    }

    @Test func aLastOwnerMayBeMadeOwnerAgain() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await change(.makeOwner, scratch.alice, in: room, scratch)
        #expect(try await standing(of: scratch.alice, in: room, scratch) == .owner)
    }

    @Test(arguments: [.makeMember, .makeModerator, .makeOwner] as [ChangeMember.Change])
    func onlyAMemberHasARole(step: ChangeMember.Change) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        #expect(try await refusal(of: try await change(step, scratch.bob, in: room, scratch)) == .notFound)
    }

    @Test func settingsChangeOneByOne() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        var change = ConfigureRoom(room: try RoomName("ops"))
        change.slow = .milliseconds(1500)
        try await scratch.store.configure(room, change)
        change = ConfigureRoom(room: try RoomName("ops"))
        change.isPrivate = true
        change.retain = .seconds(60)
        try await scratch.store.configure(room, change)
        let changed = try await scratch.store.room(room, for: scratch.alice.id)
        #expect(changed.slow == .milliseconds(1500))
        #expect(changed.retain == .seconds(60))
        #expect(changed.summary.isPrivate)
        #expect(try await scratch.store.access(scratch.bob.id, to: room)?.slow == .milliseconds(1500))
        #expect(changed.retain == .seconds(60))
        change.isPrivate = false
        change.slow = .zero
        change.retain = .zero
        try await scratch.store.configure(room, change)
        let back = try await scratch.store.room(room, for: scratch.alice.id)
        #expect(back.slow == .zero)
        #expect(back.retain == nil)
        #expect(!back.summary.isPrivate)
        #expect(try await scratch.store.overdue(at: Timestamp(milliseconds: .max / 2)).isEmpty)
    }

    @Test func aRemovedRoomGivesItsNameBack() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await change(.join, scratch.bob, in: room, scratch)
        try await scratch.send("hello", in: room)
        try await scratch.store.removeRoom(room)
        #expect(try await scratch.store.access(scratch.alice.id, to: room) == nil)
        #expect(try await scratch.store.members(of: room).isEmpty)
        let code = try await refusal(
            of: try await scratch.store.conversation(try Target("ops"), for: scratch.alice.id))
        #expect(code == .notFound)
        let again = try await scratch.room("ops")
        #expect(again != room)
        #expect(try await scratch.log(of: again).isEmpty)
        #expect(try await standing(of: scratch.bob, in: again, scratch) == .outsider)
        #expect(try await scratch.store.verifyChain(of: room) == nil)
    }

    @Test func aRemovedRoomKeepsNothingForATime() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        var change = ConfigureRoom(room: try RoomName("ops"))
        change.retain = .seconds(60)
        try await scratch.store.configure(room, change)
        try await scratch.store.removeRoom(room)
        let head = try await scratch.store.head(of: room)
        #expect(try await scratch.store.overdue(at: Timestamp(milliseconds: 0)) == (head > 0 ? [room: head] : [:]))
    }
}
