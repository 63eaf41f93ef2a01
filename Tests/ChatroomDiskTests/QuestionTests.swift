internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct QuestionTests {
    private let choices = ["yes", "no é", "🦀"]

    /// A question asked at 1000 that is open until 1500, and answers at and after that.
    private func answered() async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("deploy?", .ask(choices: choices, within: .milliseconds(500)))
        try await scratch.send("yes", from: scratch.bob, replyTo: 1, at: 1500)
        try await scratch.send("no", from: scratch.bob, replyTo: 1, at: 1501)
        try await scratch.send("no reply", from: scratch.bob, at: 1502)
        try await scratch.send("to the answer", replyTo: 3, at: 1503)
        return scratch
    }

    @Test func aQuestionReadsAsItWasAsked() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let asked = try await scratch.send("deploy?", .ask(choices: choices, within: .milliseconds(500))).message
        #expect(asked.question == (try Question(choices: choices, deadline: Timestamp(milliseconds: 1500))))
        #expect(try await scratch.log() == [asked])
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func aQuestionForAnyTextAtAnyTimeIsAQuestion() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let asked = try await scratch.send("why?", .ask(choices: [], within: nil)).message
        #expect(asked.question == (try Question(choices: [])))
        #expect(try await scratch.log() == [asked])
        #expect(try await !scratch.send("because", replyTo: 1, at: 1 << 50).message.isLate)
    }

    @Test func anAnswerIsLateAfterTheDeadline() async throws {
        let scratch = try await answered()
        #expect(try await scratch.log().map(\.isLate) == [false, false, true, false, false])
        #expect(try await scratch.entries().map(\.isLate) == [false, false, true, false, false])
        #expect(try await scratch.page { $0.thread = 1 }.messages.map(\.isLate) == [false, false, true, false])
        let store = try await scratch.reopened(after: "")
        let page = try await store.page(of: .lobby, matching: HistoryQuery(target: .lobby, after: 2), byteLimit: .max)
        #expect(page.messages.map(\.isLate) == [true, false, false])
    }

    @Test func theSenderIsToldThatAnAnswerIsLate() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("deploy?", .ask(choices: [], within: .milliseconds(500)))
        let id = MessageID.random()
        #expect(try await !scratch.send("in time", replyTo: 1, at: 1500).message.isLate)
        #expect(try await scratch.send("too late", replyTo: 1, id: id, at: 1501).message.isLate)
        #expect(try await scratch.send("too late", replyTo: 1, id: id, at: 1501).message.isLate)
    }

    @Test func timeThatRanBackwardsMakesNoAnswerEarlier() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("deploy?", .ask(choices: [], within: .milliseconds(500)))
        try await scratch.send("time goes by", at: 9000)
        #expect(try await scratch.send("yes", replyTo: 1, at: 1001).message.isLate)
    }

    @Test func aQuestionSentAgainIsStoredOnce() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let id = MessageID.random()
        let act = OutgoingMessage.Act.ask(choices: choices, within: .seconds(1))
        let first = try await scratch.send("deploy?", act, id: id)
        #expect(try await scratch.send("deploy?", act, id: id) == Appended(message: first.message, isDuplicate: true))
        for other in [.post, .ask(choices: ["yes"], within: .seconds(1)), .topic] as [OutgoingMessage.Act] {
            #expect(try await refusal(of: try await scratch.send("deploy?", other, id: id)) == .idReused)
        }
    }

    @Test func aQuestionThatIsNoneIsRefused() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let act = OutgoingMessage.Act.ask(choices: ["a", "A"], within: nil)
        #expect(try await refusal(of: try await scratch.send("?", act)) == .invalid)
        #expect(try await scratch.store.head(of: .lobby) == 0)
    }

    @Test func aQuestionIsEditedAndStaysOne() async throws {
        let scratch = try await answered()
        try await scratch.send("deploy now?", .edit(1), at: 2000)
        let question = try #require(try await scratch.log().first)
        #expect(question.body == "deploy now?")
        #expect(question.question?.choices == choices)
    }
}
