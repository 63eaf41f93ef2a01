internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

/// A direct conversation is there to be read and followed before it is stored.
struct DirectPairTests {
    @Test func everyPairHasANumberOfItsOwn() throws {
        var numbers: Set<Int64> = []
        for place in 1...5050 as ClosedRange<Int64> {
            let pair = try #require(DirectPair(numbered: Conversation.ID(rawValue: DirectPair.base + place)))
            #expect(1 <= pair.low && pair.low <= pair.high && pair.high <= 100)
            numbers.insert(pair.high * 1000 + pair.low)
        }
        #expect(numbers.count == 5050)
        let last: Int64 = 1 << 25
        for high in [2, 3, 1000, last - 1, last] {
            for low in [1, high / 2, high] {
                let id = Conversation.ID(rawValue: DirectPair.base + high * (high - 1) / 2 + low)
                let pair = DirectPair(numbered: id)
                #expect(pair?.low == low && pair?.high == high)
            }
        }
        for number in [0, 1, -1, .min, .max, DirectPair.base, DirectPair.base + last * (last + 1) / 2 + 1] {
            #expect(DirectPair(numbered: Conversation.ID(rawValue: number)) == nil)
        }
    }

    @Test func lookingMakesNoRow() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let store = scratch.store
        let carol = try await store.createAccount(.named("carol"), at: Timestamp(milliseconds: 1))
        let direct = try await store.conversation(.direct(scratch.bob.user.name), for: scratch.alice.id)
        #expect(try await store.access(scratch.alice.id, to: direct)?.standing == .member)
        #expect(try await store.access(carol.id, to: direct)?.standing == .outsider)
        #expect(try await store.head(of: direct) == 0)
        #expect(try await scratch.log(of: direct).isEmpty)
        #expect(try await store.verifyChain(of: direct) == nil)
        #expect(try await store.partners(in: direct) == [scratch.alice.id, scratch.bob.id])
        #expect(try await store.markers(of: direct).markers.map(\.user.text) == ["alice", "bob"])
        try await store.advance([
            CursorMove(account: scratch.alice.id, name: .read, conversation: direct, seq: 0)
        ])
        #expect(try await scratch.number("SELECT count(*) FROM conversations") == 1)
        // What is said first makes it, under the number that everybody had for it.
        _ = try await scratch.append([.from(scratch.alice, "hello", in: direct)])[0].get()
        #expect(try await scratch.number("SELECT count(*) FROM conversations") == 2)
        #expect(try await store.conversation(.direct(scratch.alice.user.name), for: scratch.bob.id) == direct)
        #expect(try await scratch.log(of: direct).map(\.body) == ["hello"])
    }

    @Test func numbersOfNobodyLeadNowhere() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let nobody = Conversation.ID(rawValue: DirectPair.base + 4950)
        #expect(try await scratch.store.access(scratch.alice.id, to: nobody) == nil)
        #expect(try await scratch.append([.from(scratch.alice, "hello", in: nobody)])[0].isRefused)
        #expect(try await scratch.number("SELECT count(*) FROM conversations") == 1)
    }

    @Test func aRowWithAnotherNumberKeepsItAndRoomsStayBelow() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.execute("INSERT INTO conversations (id, kind, low, high) VALUES (7, 'direct', 1, 2)")
        let direct = try await scratch.store.conversation(.direct(scratch.bob.user.name), for: scratch.alice.id)
        #expect(direct.rawValue == 7)
        let notes = try await scratch.store.conversation(.direct(scratch.bob.user.name), for: scratch.bob.id)
        _ = try await scratch.append([.from(scratch.bob, "note", in: notes)])[0].get()
        #expect(notes.rawValue > DirectPair.base)
        let room = try await scratch.store.createRoom(
            CreateRoom(room: try RoomName("ops")), by: scratch.alice.id, at: Timestamp(milliseconds: 1))
        #expect(room.rawValue == 8)
    }
}

extension Result {
    fileprivate var isRefused: Bool { if case .failure = self { true } else { false } }
}
