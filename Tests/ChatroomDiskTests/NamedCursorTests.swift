internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct NamedCursorTests {
    private let name: ChatroomCore.Cursor.Name

    init() throws { name = try ChatroomCore.Cursor.Name("inbox") }

    @Test func aCursorIsMadeOnceAndStays() async throws {
        let scratch = try await withMessages(5)
        #expect(try await position(in: scratch, orMakeAt: 3) == 3)
        #expect(try await position(in: scratch, orMakeAt: 5) == 3)
        #expect(try await position(of: scratch.bob, in: scratch, orMakeAt: 5) == 5)
        let store = try await scratch.reopened(after: "")
        #expect(try await store.cursor(name, of: scratch.alice.id, in: .lobby, orMakeAt: 0) == 3)
    }

    @Test func aCursorMovesForwardNeverBack() async throws {
        let scratch = try await withMessages(5)
        _ = try await position(in: scratch, orMakeAt: 1)
        try await scratch.store.advance([move(scratch.alice, 4), move(scratch.alice, 2), move(scratch.bob, 3)])
        #expect(try await position(in: scratch) == 4)
        #expect(try await position(of: scratch.bob, in: scratch) == 3)
        try await scratch.store.advance([move(scratch.alice, 3)])
        #expect(try await position(in: scratch) == 4)
        try await scratch.store.advance([])
    }

    @Test(arguments: [-1, 6, Int64.max])
    func aCursorStaysWithinTheLog(seq: Message.Seq) async throws {
        let scratch = try await withMessages(5)
        let moves = [move(scratch.bob, 5), move(scratch.alice, seq)]
        #expect(try await refusal(of: try await scratch.store.advance(moves)) == .invalid)
        #expect(try await refusal(of: try await position(in: scratch, orMakeAt: seq)) == .invalid)
        #expect(try await position(of: scratch.bob, in: scratch) == 0)
    }

    @Test func aCursorInNoConversationIsRefused() async throws {
        let scratch = try await withMessages(1)
        let nowhere = CursorMove(
            account: scratch.alice.id, name: name, conversation: Conversation.ID(rawValue: 99), seq: 0)
        #expect(try await refusal(of: try await scratch.store.advance([nowhere])) == .notFound)
    }

    private func withMessages(_ count: Int) async throws -> ScratchStore {
        let scratch = try await ScratchStore()
        for number in 1...count { _ = try await scratch.say("\(number)") }
        return scratch
    }

    private func position(
        of account: Account? = nil, in scratch: ScratchStore, orMakeAt seq: Message.Seq = 0
    ) async throws -> Message.Seq {
        try await scratch.store.cursor(name, of: (account ?? scratch.alice).id, in: .lobby, orMakeAt: seq)
    }

    private func move(_ account: Account, _ seq: Message.Seq) -> CursorMove {
        CursorMove(account: account.id, name: name, conversation: .lobby, seq: seq)
    }
}
