internal import ChatroomCore
internal import Synchronization
internal import Testing

@testable internal import ChatroomStore

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
