internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct MessageLogTests {
    @Test func messagesAreNumberedFromOneWithoutGaps() async throws {
        let scratch = try await ScratchStore()
        let batch = (1...5).map { NewMessage.from(scratch.alice, "message \($0)") }
        let seqs = try await scratch.append(batch).map { try $0.get().message.seq }
        #expect(seqs == [1, 2, 3, 4, 5])
        #expect(try await scratch.say("message 6").message.seq == 6)
        #expect(try await scratch.log().map(\.body) == (1...6).map { "message \($0)" })
        #expect(try await scratch.store.head(of: .lobby) == 6)
    }

    @Test func anEmptyBatchIsAnswered() async throws {
        #expect(try await ScratchStore().append([]).isEmpty)
    }

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

    @Test(arguments: [
        "", "nul\0inside", "\0", "e\u{301}\u{1F600}\r\n\u{1B}[2J", String(repeating: "long ", count: 20_000),
    ])
    func aBodyIsKeptByteForByte(body: String) async throws {
        let scratch = try await ScratchStore()
        let appended = try await scratch.say(body)
        let read = try #require(try await scratch.log().first)
        #expect(read == appended.message)
        #expect(Array(read.body.utf8) == Array(body.utf8))
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func aMessageKeepsWhatTheServerKnowsOfItsSender() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.append([.from(scratch.bob, "beep")], at: 77)
        let read = try #require(try await scratch.log().first)
        #expect(read.sender == scratch.bob.user.name)
        #expect(read.kind == .agent)
        #expect(read.time == Timestamp(milliseconds: 77))
    }

    @Test func timeNeverRunsBackwards() async throws {
        let scratch = try await ScratchStore()
        for time in [5000, 1000, 6000, 6000, -1] as [Int64] { _ = try await scratch.say("tick", at: time) }
        #expect(try await scratch.log().map(\.time.milliseconds) == [5000, 5000, 6000, 6000, 6000])
    }

    @Test func aResentMessageGetsTheFirstAnswer() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.say("before")
        let message = NewMessage.from(scratch.alice, "once", replyTo: 1)
        let first = try await scratch.append([message], at: 1000)[0].get()
        _ = try await scratch.say("after", at: 2000)
        let second = try await scratch.append([message], at: 3000)[0].get()
        #expect(!first.isDuplicate)
        #expect(second == Appended(message: first.message, isDuplicate: true))
        #expect(try await scratch.store.head(of: .lobby) == 3)
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

    @Test func aMessageTwiceInOneBatchIsStoredOnce() async throws {
        let scratch = try await ScratchStore()
        let message = NewMessage.from(scratch.alice, "once")
        let outcomes = try await scratch.append([message, .from(scratch.bob, "between"), message]).map { try $0.get() }
        #expect(outcomes.map(\.message.seq) == [1, 2, 1])
        #expect(outcomes.map(\.isDuplicate) == [false, false, true])
        #expect(try await scratch.log().count == 2)
    }

    @Test func aMessageResentAfterItsBodyWasDeletedIsADuplicate() async throws {
        let scratch = try await ScratchStore()
        let message = NewMessage.from(scratch.alice, "secret")
        _ = try await scratch.append([message])
        try await scratch.send("", .delete(1))
        #expect(try await scratch.append([message])[0].get().isDuplicate)
        #expect(try await scratch.log().map(\.body) == [""])
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func anIdWithOtherContentIsRefused() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.say("before")
        let direct = try await scratch.store.conversation(.direct(scratch.bob.user.name), for: scratch.alice.id)
        let id = MessageID.random()
        _ = try await scratch.append([.from(scratch.alice, "caf\u{E9}", id: id)])
        let others = [
            NewMessage.from(scratch.alice, "coffee", id: id), .from(scratch.alice, "cafe\u{301}", id: id),
            .from(scratch.bob, "caf\u{E9}", id: id), .from(scratch.alice, "caf\u{E9}", id: id, replyTo: 1),
            .from(scratch.alice, "caf\u{E9}", id: id, in: direct),
            .from(scratch.alice, "caf\u{E9}", id: id, replyTo: 99),
        ]
        for outcome in try await scratch.append(others) { #expect(outcome.failure?.code == .idReused) }
        #expect(try await scratch.log().count == 2)
    }

    @Test(arguments: [-1, 0, 2, Int64.max])
    func aReplyToNoMessageIsRefused(seq: Message.Seq) async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.say("the only one")
        let outcome = try await scratch.append([.from(scratch.alice, "re", replyTo: seq)])[0]
        #expect(outcome.failure?.code == .notFound)
    }

    @Test func aReplyMayAnswerAMessageOfItsOwnBatch() async throws {
        let scratch = try await ScratchStore()
        let outcomes = try await scratch.append([.from(scratch.alice, "?"), .from(scratch.bob, "!", replyTo: 1)])
        #expect(try outcomes[1].get().message.replyTo == 1)
    }

    @Test func aRefusedMessageLeavesTheOthers() async throws {
        let scratch = try await ScratchStore()
        let used = MessageID.random()
        let nowhere = Conversation.ID(rawValue: 99)
        let nobody = Account(id: Account.ID(rawValue: 99), user: scratch.alice.user)
        let outcomes = try await scratch.append([
            .from(scratch.alice, "1", id: used), .from(scratch.bob, "x", id: used), .from(scratch.bob, "2"),
            .from(scratch.bob, "x", replyTo: 9), .from(scratch.alice, "x", in: nowhere), .from(nobody, "x"),
            .from(scratch.alice, "3"),
        ])
        #expect(outcomes.map { $0.failure?.code } == [nil, .idReused, nil, .notFound, .notFound, .notFound, nil])
        #expect(try await scratch.log().map(\.body) == ["1", "2", "3"])
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func writersAtOnceShareOneOrderWithoutGaps() async throws {
        let scratch = try await ScratchStore()
        let (writers, each) = (16, 20)
        let seqs = try await withThrowingTaskGroup(of: [Message.Seq].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var seqs: [Message.Seq] = []
                    for number in 0..<each { seqs.append(try await scratch.say("\(writer) \(number)").message.seq) }
                    return seqs
                }
            }
            return try await group.reduce(into: []) { $0 += [$1] }
        }
        #expect(seqs.allSatisfy { $0 == $0.sorted() })
        #expect(seqs.joined().sorted() == Array(1...Int64(writers * each)))
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
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

extension Result {
    fileprivate var failure: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
