import ChatroomCore
import Testing

@testable import ChatroomShell

struct OpenQuestionsTests {
    private var questions = OpenQuestions()
    private let alice: UserName
    private let ops: Target
    private let ci: Target
    private let now = Timestamp(milliseconds: 100_000)

    init() throws {
        alice = try UserName("alice")
        ops = try Target("ops")
        ci = try Target("@ci")
    }

    private func message(
        _ seq: Message.Seq, _ body: String, from sender: String = "ci", choices: [String]? = nil,
        deadline: Int64? = nil, replyTo: Message.Seq? = nil, at time: Int64? = nil
    ) throws -> Message {
        var random = SystemRandomNumberGenerator()
        let time = Timestamp(milliseconds: time ?? seq)
        return Message(
            seq: seq, id: MessageID(at: time, using: &random), sender: try UserName(sender), kind: .human, time: time,
            body: body, replyTo: replyTo,
            question: try choices.map { list throws(ChatError) in
                try Question(choices: list, deadline: deadline.map { Timestamp(milliseconds: $0) })
            })
    }

    private mutating func note(_ message: Message, in target: Target, isForUser: Bool = true) {
        questions.note(message, in: target, user: alice, isForUser: isForUser)
    }

    private func find(_ text: String, from current: Target = .lobby) -> String {
        switch questions.find(text, current: current, now: now) {
        case .answer(let asked): "answer \(asked.target) \(asked.seq)"
        case .noChoice(let asked): "no choice of \(asked.target) \(asked.seq)"
        case .late(let asked): "late \(asked.target) \(asked.seq)"
        case .over(let asked, let waiting): "over \(asked.seq), waiting \(waiting.seq)"
        case .answered(let asked): "answered \(asked.target) \(asked.seq)"
        case .none: "none"
        }
    }

    @Test mutating func theNewestQuestionToTheUserThatTakesTheTextIsAnswered() throws {
        #expect(find("yes") == "none")
        note(try message(1, "@alice deploy?", choices: ["yes", "no"], at: 10), in: ops)
        note(try message(7, "which?", choices: ["red", "blue"], at: 20), in: ci)
        #expect(find("YES ") == "answer ops 1")
        #expect(find("2") == "answer @ci 7")
        #expect(find("maybe") == "no choice of @ci 7")
        // Nobody asked the user what others are asked in a room that is not on the screen.
        note(try message(2, "anybody?", choices: ["yes", "no"], at: 30), in: ops, isForUser: false)
        #expect(find("yes") == "answer ops 1")
        #expect(find("yes", from: ops) == "answer ops 2")
    }

    @Test mutating func whatWasAnsweredOrIsOverWaitsNoMore() throws {
        note(try message(1, "@alice deploy?", choices: ["yes", "no"], deadline: 99_999), in: ops)
        #expect(find("yes") == "late ops 1")
        note(try message(2, "@alice deploy?", choices: ["yes", "no"], deadline: 100_000), in: ops)
        #expect(find("yes") == "answer ops 2")
        note(try message(3, "perhaps", from: "alice", replyTo: 2), in: ops)
        #expect(find("yes") == "answer ops 2")
        note(try message(4, "no", from: "alice", replyTo: 2), in: ops)
        #expect(find("yes") == "late ops 1")
        note(try message(5, "too late, yes", from: "alice", replyTo: 1), in: ops)
        note(try message(6, "yes", from: "alice", replyTo: 1), in: ops)
        #expect(find("yes") == "answered ops 2")
    }

    @Test mutating func inADirectConversationAPlainChoiceAnswers() throws {
        note(try message(1, "deploy?", choices: ["yes", "no"]), in: ci)
        note(try message(2, "let me see", from: "alice"), in: ci)
        #expect(find("yes") == "answer @ci 1")
        note(try message(3, "yes", from: "alice"), in: ci)
        #expect(find("yes") == "answered @ci 1")
    }

    @Test mutating func aDeletedQuestionIsNone() throws {
        note(try message(1, "deploy?", choices: []), in: ci)
        #expect(find("anything") == "answer @ci 1")
        let question = try message(2, "")
        let deletion = Message(
            seq: 2, id: question.id, sender: question.sender, kind: .human, time: question.time, body: "",
            entry: .deletion(of: 1))
        note(deletion, in: ci)
        #expect(find("anything") == "none")
    }

    @Test mutating func aLineIsMisplacedOnlyWhileTheQuestionIsTheNewestThingSaid() throws {
        func misplaced(_ line: String, in current: Target) -> Bool {
            questions.misplaced(line, current: current, now: now) != nil
        }
        note(try message(1, "@alice deploy?", choices: ["yes", "no"]), in: ops)
        #expect(misplaced("yes", in: .lobby))
        #expect(misplaced("No", in: .lobby))
        #expect(!misplaced("yes, tomorrow", in: .lobby))
        #expect(!misplaced("yes", in: ops))
        note(try message(4, "@alice lunch?", from: "bob"), in: .lobby)
        #expect(!misplaced("yes", in: .lobby))
        note(try message(2, "which?", choices: ["yes", "no"], deadline: 5), in: ci)
        // Over or not, it was not meant for everybody.
        #expect(misplaced("yes", in: .lobby))
    }

    @Test mutating func anOlderQuestionIsNotAnsweredForANewerOneThatIsOver() throws {
        note(try message(1, "@alice wipe the disk?", choices: ["yes", "no"], at: 10), in: ops)
        note(try message(2, "@alice restart?", choices: ["yes", "no"], deadline: 99_999, at: 20), in: ops)
        #expect(find("yes") == "over 2, waiting 1")
        if let newest = questions.question(2, in: ops) { questions.dismiss(newest) }
        #expect(find("yes") == "answer ops 1")
    }
}
