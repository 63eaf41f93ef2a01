internal import ChatroomCore
internal import ChatroomStore
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

struct RetentionTests {
    private func expired() async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...5 { try await scratch.send("word\(number) @bob", at: Int64(number) * 1000) }
        try await scratch.store.expire(.lobby, through: 3)
        return scratch
    }

    @Test func historyBeginsAfterTheFloor() async throws {
        let scratch = try await expired()
        #expect(try await scratch.store.floor(of: .lobby) == 3)
        #expect(try await scratch.log().map(\.seq) == [4, 5])
        #expect(try await scratch.entries().map(\.seq) == [4, 5])
        #expect(try await scratch.page { $0.newest = 4 }.messages.map(\.seq) == [4, 5])
        #expect(try await scratch.page { $0.since = Timestamp(milliseconds: 0) }.messages.map(\.seq) == [4, 5])
        #expect(try await scratch.page { $0.before = 4 }.messages.isEmpty)
        #expect(try await scratch.page().head == 5)
    }

    @Test func theTextIsGoneAndTheChainIsWhole() async throws {
        let scratch = try await expired()
        let sql = "SELECT count(*) FROM messages WHERE body IS NULL AND length(body_digest) = 32"
        #expect(try await scratch.number(sql) == 3)
        #expect(try await scratch.number("SELECT count(*) FROM messages") == 5)
        #expect(try await scratch.number("SELECT min(seq) FROM mentions") == 4)
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
        try await scratch.store.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/chatroom.db"))
        #expect(bytes.range(of: Data("word3".utf8)) == nil)
        #expect(bytes.range(of: Data("word4".utf8)) != nil)
    }

    @Test func theLogGoesOnWhereItWas() async throws {
        let scratch = try await expired()
        #expect(try await scratch.send("word6", at: 6000).message.seq == 6)
        #expect(try await scratch.store.position(before: Timestamp(milliseconds: 3000), in: .lobby) == 2)
        #expect(try await scratch.store.head(of: .lobby) == 6)
    }

    @Test func aFloorNeverSinks() async throws {
        let scratch = try await expired()
        for seq in [0, 1, 3] as [Message.Seq] { try await scratch.store.expire(.lobby, through: seq) }
        #expect(try await scratch.store.floor(of: .lobby) == 3)
        try await scratch.store.expire(.lobby, through: 4)
        #expect(try await scratch.store.floor(of: .lobby) == 4)
        #expect(try await scratch.log().map(\.seq) == [5])
    }

    @Test func searchForgetsWhatIsPastItsTime() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...3 { try await scratch.send("word\(number) same") }
        #expect(try await scratch.find("same") == [3, 2, 1])
        for number in 4...6 { try await scratch.send("word\(number) same") }
        // One of these was indexed before and one was not.
        try await scratch.store.expire(.lobby, through: 4)
        #expect(try await scratch.find("same") == [6, 5])
        #expect(try await scratch.find("word1") == [])
        #expect(try await scratch.find("word4") == [])
        try await scratch.send("word7 same")
        #expect(try await scratch.find("same") == [7, 6, 5])
    }

    @Test func anEditOfWhatIsPastItsTimeIsNotFound() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...3 { try await scratch.send("word\(number)") }
        try await scratch.send("edited", .edit(1))
        try await scratch.store.expire(.lobby, through: 2)
        #expect(try await scratch.find("edited") == [])
        #expect(try await scratch.log().map(\.seq) == [3])
        #expect(try await refusal(of: try await scratch.send("again", .edit(1))) == .notFound)
    }

    @Test func aLongLogIsErasedWhole() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        _ = try await scratch.append((1...1203).map { .from(scratch.alice, "\($0)") })
        try await scratch.store.expire(.lobby, through: 1202)
        #expect(try await scratch.log().map(\.body) == ["1203"])
        #expect(try await scratch.number("SELECT count(*) FROM messages WHERE body IS NOT NULL") == 1)
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func otherConversationsStay() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        for number in 1...3 { try await scratch.send("\(number)", in: room) }
        try await scratch.send("lobby")
        try await scratch.store.expire(room, through: 3)
        #expect(try await scratch.log(of: room).isEmpty)
        #expect(try await scratch.log().map(\.body) == ["lobby"])
        #expect(try await scratch.store.floor(of: .lobby) == 0)
    }
}
