internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct WorkStoreTests {
    private let name: ChatroomCore.Cursor.Name

    init() throws { name = try ChatroomCore.Cursor.Name("deployer") }

    private func withMessages(_ count: Int) async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...count { try await scratch.send("\(number)") }
        return scratch
    }

    private func state(
        in scratch: ScratchStore, of account: Account? = nil, orMakeAt seq: Message.Seq = 0
    ) async throws -> CursorState {
        try await scratch.store.cursorState(name, of: (account ?? scratch.bob).id, in: .lobby, orMakeAt: seq)
    }

    @discardableResult
    private func settle(
        _ done: [Message.Seq], failed: [Message.Seq] = [], in scratch: ScratchStore
    ) async throws -> Message.Seq {
        try await scratch.store.settle(name, of: scratch.bob.id, in: .lobby, done: done, failed: failed)
    }

    @Test func aCursorIsMadeOnce() async throws {
        let scratch = try await withMessages(5)
        #expect(try await state(in: scratch, orMakeAt: 2) == CursorState(position: 2))
        #expect(try await state(in: scratch, orMakeAt: 5) == CursorState(position: 2))
        #expect(try await state(in: scratch, of: scratch.alice, orMakeAt: 5) == CursorState(position: 5))
        let carol = try await scratch.account("carol")
        #expect(try await refusal(of: try await state(in: scratch, of: carol, orMakeAt: 6)) == .invalid)
    }

    @Test func whatIsDoneInARowMovesTheCursor() async throws {
        let scratch = try await withMessages(5)
        _ = try await state(in: scratch)
        #expect(try await settle([1], in: scratch) == 1)
        #expect(try await settle([2, 3], in: scratch) == 3)
        #expect(try await state(in: scratch) == CursorState(position: 3))
        #expect(try await scratch.number("SELECT count(*) FROM work") == 0)
    }

    @Test func whatIsDoneOutOfOrderIsKnownUntilTheGapIsClosed() async throws {
        let scratch = try await withMessages(6)
        _ = try await state(in: scratch)
        #expect(try await settle([3, 2], in: scratch) == 0)
        #expect(try await settle([5], in: scratch) == 0)
        #expect(try await state(in: scratch) == CursorState(position: 0, done: [2, 3, 5]))
        #expect(try await settle([1], in: scratch) == 3)
        #expect(try await state(in: scratch) == CursorState(position: 3, done: [5]))
        #expect(try await settle([4], in: scratch) == 5)
        #expect(try await state(in: scratch) == CursorState(position: 5))
    }

    @Test func failuresAreCountedAndDoNotMoveTheCursor() async throws {
        let scratch = try await withMessages(3)
        _ = try await state(in: scratch)
        for _ in 1...3 { #expect(try await settle([], failed: [1], in: scratch) == 0) }
        #expect(try await settle([2], failed: [3], in: scratch) == 0)
        #expect(try await state(in: scratch) == CursorState(position: 0, done: [2], failures: [1: 3, 3: 1]))
        #expect(try await settle([1], in: scratch) == 2)
        #expect(try await state(in: scratch) == CursorState(position: 2, failures: [3: 1]))
        #expect(try await settle([3], in: scratch) == 3)
        #expect(try await scratch.number("SELECT count(*) FROM work") == 0)
    }

    @Test func whatIsDoneStaysDone() async throws {
        let scratch = try await withMessages(3)
        _ = try await state(in: scratch)
        try await settle([2], in: scratch)
        try await settle([2], failed: [2], in: scratch)
        try await settle([], failed: [2], in: scratch)
        #expect(try await state(in: scratch).done == [2])
        try await settle([1], in: scratch)
        #expect(try await settle([1, 2], failed: [1, 2], in: scratch) == 2)
        #expect(try await state(in: scratch) == CursorState(position: 2))
    }

    @Test func allOfItIsThereAfterReopening() async throws {
        let scratch = try await withMessages(4)
        _ = try await state(in: scratch)
        try await settle([1, 3], failed: [2], in: scratch)
        let store = try await scratch.reopened(after: "")
        let known = try await store.cursorState(name, of: scratch.bob.id, in: .lobby, orMakeAt: 0)
        #expect(known == CursorState(position: 1, done: [3], failures: [2: 1]))
    }

    @Test func whatIsBeyondTheLogIsRefusedAndNothingOfItNoted() async throws {
        let scratch = try await withMessages(3)
        _ = try await state(in: scratch)
        #expect(try await refusal(of: try await settle([1, 4], in: scratch)) == .invalid)
        #expect(try await refusal(of: try await settle([1], failed: [.max], in: scratch)) == .invalid)
        #expect(try await state(in: scratch) == CursorState(position: 0))
    }

    @Test func aCursorThatIsNotThereIsRefused() async throws {
        let scratch = try await withMessages(3)
        #expect(try await refusal(of: try await settle([1], in: scratch)) == .invalid)
    }

    @Test func cursorsAndUsersAndConversationsAreApart() async throws {
        let scratch = try await withMessages(3)
        let room = try await scratch.room("ops")
        for number in 1...3 { try await scratch.send("\(number)", in: room) }
        let other = try ChatroomCore.Cursor.Name("Deployer")
        _ = try await state(in: scratch)
        _ = try await state(in: scratch, of: scratch.alice)
        _ = try await scratch.store.cursorState(other, of: scratch.bob.id, in: .lobby, orMakeAt: 0)
        _ = try await scratch.store.cursorState(name, of: scratch.bob.id, in: room, orMakeAt: 0)
        try await settle([1, 3], failed: [2], in: scratch)
        #expect(try await state(in: scratch, of: scratch.alice) == CursorState(position: 0))
        for (cursor, conversation) in [(other, .lobby), (name, room)] as [(ChatroomCore.Cursor.Name, Conversation.ID)] {
            let state = try await scratch.store.cursorState(
                cursor, of: scratch.bob.id, in: conversation, orMakeAt: 0)
            #expect(state == CursorState(position: 0))
        }
    }

    @Test func aCursorThatIsMovedForgetsNothingBeyond() async throws {
        let scratch = try await withMessages(5)
        _ = try await state(in: scratch)
        try await settle([2, 4], failed: [5], in: scratch)
        try await scratch.store.advance([
            CursorMove(account: scratch.bob.id, name: name, conversation: .lobby, seq: 3)
        ])
        #expect(try await state(in: scratch) == CursorState(position: 3, done: [4], failures: [5: 1]))
        #expect(try await settle([5], in: scratch) == 5)
    }
}
