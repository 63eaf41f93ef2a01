internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct MessageLogTests {
    @Test func conversationsAreNumberedApart() async throws {
        let scratch = try await ScratchStore()
        let direct = try await scratch.store.conversation(.direct(scratch.bob.user.name), for: scratch.alice.id)
        let batch = [
            NewMessage.from(scratch.alice, "a"), .from(scratch.alice, "b", in: direct), .from(scratch.bob, "c"),
            .from(scratch.bob, "d", in: direct),
        ]
        #expect(try await scratch.append(batch).map { try $0.get().message.seq } == [1, 1, 2, 2])
        #expect(try await scratch.log(of: direct).map(\.body) == ["b", "d"])
    }

    @Test func aMessageKeepsWhatTheServerKnowsOfItsSender() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.append([.from(scratch.bob, "beep")], at: 77)
        let read = try #require(try await scratch.log().first)
        #expect(read.sender == scratch.bob.user.name)
        #expect(read.kind == .agent)
        #expect(read.time == Timestamp(milliseconds: 77))
    }

    @Test func aResentMessageGetsTheFirstAnswerFromAReopenedStore() async throws {
        let scratch = try await ScratchStore()
        let message = NewMessage.from(scratch.alice, "once")
        let first = try await scratch.append([message])[0].get()
        try await scratch.store.close()
        let store = try await SQLiteStore.open(directory: scratch.path)
        let second = try await store.append([message], at: Timestamp(milliseconds: 9000))[0].get()
        #expect(second == Appended(message: first.message, isDuplicate: true))
    }

    @Test func aCancelledCallerStillLearnsTheOutcome() async throws {
        let scratch = try await ScratchStore()
        let outcome = try await withThrowingTaskGroup(of: Appended.self) { group in
            group.addTask { try await scratch.say("said by one who left") }
            group.cancelAll()
            return try await group.next()
        }
        #expect(outcome?.message.seq == 1)
    }
}
