internal import ChatroomCore
internal import ChatroomStore
internal import Synchronization
internal import Testing

@testable internal import ChatroomDisk

/// No account makes the store grow as it likes.
struct StoreBoundsTests {
    private func bounds(_ adjust: (inout StoreBounds) -> Void) -> StoreBounds {
        var bounds = StoreBounds()
        adjust(&bounds)
        return bounds
    }

    @Test func anAccountHasSoManyNamedCursors() async throws {
        let scratch = try await ScratchStore(durability: .relaxed, bounds: bounds { $0.cursors = 2 })
        let direct = try await scratch.direct(with: scratch.bob)
        _ = try await scratch.append([.from(scratch.bob, "hello", in: direct)])[0].get()
        _ = try await scratch.say("hello")
        func move(_ name: String, _ account: Account) throws -> CursorMove {
            CursorMove(account: account.id, name: try ChatroomCore.Cursor.Name(name), conversation: .lobby, seq: 1)
        }
        try await scratch.store.advance([move("a", scratch.alice), move("b", scratch.alice)])
        #expect(try await refusal(of: await scratch.store.advance([move("c", scratch.alice)])) == .quotaExceeded)
        let code = try await refusal(
            of: await scratch.store.cursor(ChatroomCore.Cursor.Name("a"), of: scratch.alice.id, in: direct, orMakeAt: 0)
        )
        #expect(code == .quotaExceeded)
        // Those there are move on, markers do not count, and others have their own.
        try await scratch.store.advance([
            move("a", scratch.alice), move("read", scratch.alice), move("delivered", scratch.alice),
            move("c", scratch.bob),
        ])
    }

    @Test func nothingIsKeptOfACursorWhereNothingWasSaid() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let direct = try await scratch.direct(with: scratch.bob)
        func state(_ number: Int, _ account: Account) async throws -> CursorState {
            try await scratch.store.cursorState(
                ChatroomCore.Cursor.Name("c\(number)"), of: account.id, in: direct, orMakeAt: 0)
        }
        for number in 0..<20 { #expect(try await state(number, scratch.bob) == CursorState(position: 0)) }
        let move = CursorMove(
            account: scratch.bob.id, name: try ChatroomCore.Cursor.Name("c"), conversation: direct, seq: 0)
        try await scratch.store.advance([move])
        #expect(try await scratch.number("SELECT count(*) FROM conversations") == 1)
        #expect(try await scratch.number("SELECT count(*) FROM cursors WHERE name <> 'read'") == 0)
        _ = try await scratch.append([.from(scratch.alice, "hello", in: direct)])[0].get()
        _ = try await state(1, scratch.bob)
        #expect(try await scratch.number("SELECT count(*) FROM cursors WHERE name <> 'read'") == 1)
    }

    @Test func anAccountIsInSoManyRooms() async throws {
        let scratch = try await ScratchStore(durability: .relaxed, bounds: bounds { $0.memberships = 3 })
        var rooms: [Conversation.ID] = []
        for number in 0..<5 { rooms.append(try await scratch.room("r\(number)")) }
        func join(_ number: Int) async throws -> ChatError.Code? {
            try await refusal(of: await scratch.store.change(.join, scratch.bob.id, in: rooms[number]))
        }
        for number in 0..<3 { #expect(try await join(number) == nil) }
        #expect(try await join(3) == .quotaExceeded)
        // One that the user is in already is none too many.
        #expect(try await join(2) == nil)
        let own = CreateRoom(room: try RoomName("own"), isPrivate: false, topic: "")
        func make(atMost limit: Int?) async throws -> ChatError.Code? {
            try await refusal(
                of: await scratch.store.createRoom(
                    own, by: scratch.bob.id, atMost: limit, at: Timestamp(milliseconds: 1)))
        }
        #expect(try await make(atMost: 200) == .quotaExceeded)
        try await scratch.store.change(.leave, scratch.bob.id, in: rooms[0])
        #expect(try await make(atMost: 200) == nil)
        #expect(try await join(3) == .quotaExceeded)
        #expect(try await scratch.number("SELECT count(*) FROM members WHERE user = \(scratch.bob.id.rawValue)") == 3)
    }

    @Test func whatIsKnownBeyondACursorIsBounded() async throws {
        let scratch = try await ScratchStore(durability: .relaxed, bounds: bounds { $0.unsettled = 3 })
        for number in 1...6 { _ = try await scratch.say("\(number)") }
        let name = try ChatroomCore.Cursor.Name("work")
        _ = try await scratch.store.cursorState(name, of: scratch.alice.id, in: .lobby, orMakeAt: 0)
        func settle(_ seq: Message.Seq) async throws -> Message.Seq {
            try await scratch.store.settle(name, of: scratch.alice.id, in: .lobby, done: [seq], failed: [])
        }
        #expect(try await settle(3) == 0)
        #expect(try await refusal(of: await settle(4)) == .quotaExceeded)
        #expect(try await settle(1) == 1)
        #expect(try await settle(4) == 1)
    }

    @Test func theKeyThatWasUsedFirstIsForgotten() async throws {
        let scratch = try await ScratchStore(durability: .relaxed, bounds: bounds { $0.updateKeys = 2 })
        for key in ["a", "b", "c"] { try await scratch.send("1", .update(key: key)) }
        #expect(try await scratch.number("SELECT count(*) FROM updates") == 2)
        #expect(try await scratch.send("2", .update(key: "b")).message.entry == .edit(of: 2))
        #expect(try await scratch.send("2", .update(key: "a")).message.entry == .text)
        #expect(try await scratch.number("SELECT count(*) FROM updates") == 2)
        // Others, and other places, have their own.
        try await scratch.send("1", .update(key: "a"), from: scratch.bob)
        #expect(try await scratch.number("SELECT count(*) FROM updates") == 3)
    }

    @Test func aRoomHasSoManyInvitationsAndBans() async throws {
        let scratch = try await ScratchStore(
            durability: .relaxed,
            bounds: bounds {
                $0.invitations = 1
                $0.bans = 1
            })
        let room = try await scratch.store.createRoom(
            CreateRoom(room: try RoomName("ops")), by: scratch.alice.id, at: Timestamp(milliseconds: 1))
        let carol = try await scratch.store.createAccount(.named("carol"), at: Timestamp(milliseconds: 1))
        for change in [ChangeMember.Change.invite, .ban] {
            for _ in 0..<2 { try await scratch.store.change(change, scratch.bob.id, in: room) }
            let code = try await refusal(of: await scratch.store.change(change, carol.id, in: room))
            #expect(code == .quotaExceeded)
        }
        try await scratch.store.change(.unban, scratch.bob.id, in: room)
        try await scratch.store.change(.ban, carol.id, in: room)
    }

    @Test func aDiskThatIsNearlyFullTakesNoMessagesUntilThereIsRoom() async throws {
        let free = Mutex<UInt64>(100)
        let scratch = try await ScratchStore(
            bounds: bounds { $0.freeSpacePercent = 5 },
            room: { DiskRoom(available: free.withLock { $0 }, total: 10_000) })
        for round in 1...3 as ClosedRange<Message.Seq> {
            free.withLock { $0 = 499 }
            let error = await #expect(throws: ChatError.self) { _ = try await scratch.say("no") }
            #expect(error?.code == .storageFull && error?.retryAfter != nil)
            // Reading goes on.
            #expect(try await scratch.log().count == Int(round) - 1)
            free.withLock { $0 = 500 }
            #expect(try await scratch.say("yes").message.seq == round)
        }
        #expect(scratch.faults.texts.isEmpty)
    }
}
