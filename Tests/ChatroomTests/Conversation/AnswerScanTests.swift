import ChatroomCore
import Testing

@testable import ChatroomClient

struct AnswerScanTests {
    private static let seq: Message.Seq = 7

    private func scan(
        _ choices: [String] = ["yes", "no"], in target: Target = .ops, from: UserName? = nil, anyKind: Bool = false
    ) throws -> AnswerScan {
        AnswerScan(
            seq: Self.seq, asker: try UserName("alice"), target: target, question: try Question(choices: choices),
            from: from, takesAnyKind: anyKind)
    }

    private func reply(
        _ text: String = "yes", from sender: String = "bob", kind: User.Kind = .human, to seq: Message.Seq? = seq
    ) -> Message { .sample(text, from: sender, kind: kind, replyTo: seq) }

    @Test(arguments: [User.Kind.agent, .script])
    func inARoomOnlyPeopleDecideBetweenChoices(kind: User.Kind) throws {
        var room = try scan()
        #expect(room.look(at: reply(kind: kind)) == .uncounted(.kind(kind)))
        #expect(room.look(at: reply("2")) == .answer(choice: 1))
        var asked = try scan(from: try UserName("bob"))
        #expect(asked.look(at: reply(kind: kind)) == .answer(choice: 0))
        var open = try scan(anyKind: true)
        #expect(open.look(at: reply(kind: kind)) == .answer(choice: 0))
        var free = try scan([])
        #expect(free.look(at: reply(kind: kind)) == .answer(choice: nil))
        var direct = try scan(in: try Target("@bob"))
        #expect(direct.look(at: reply(kind: kind, to: nil)) == .answer(choice: 0))
    }

    @Test func whatDoesNotCountIsNamed() throws {
        var room = try scan(from: try UserName("carol"))
        #expect(room.look(at: reply()) == .uncounted(.sender(try UserName("carol"))))
        #expect(room.look(at: reply(from: "alice")) == .uncounted(.own))
        #expect(room.look(at: reply("maybe", from: "carol")) == .noChoice)
        #expect(room.look(at: reply(to: nil)) == .besides)
        #expect(room.look(at: reply(to: 6)) == .besides)
        #expect(room.look(at: reply(from: "alice", to: nil)) == .unrelated)
        #expect(room.look(at: reply(from: "carol")) == .answer(choice: 0))
    }

    @Test func anAnswerIsLateOnceTheQuestionsTimeIsOver() throws {
        let cases: [(Int64, AnswerScan.Finding)] = [(0, .answer(choice: 0)), (1, .late)]
        for (milliseconds, finding) in cases {
            let answer = reply()
            let deadline = Timestamp(milliseconds: answer.time.milliseconds - milliseconds)
            var room = AnswerScan(
                seq: Self.seq, asker: try UserName("alice"), target: .ops,
                question: try Question(choices: ["yes"], deadline: deadline), from: nil)
            #expect(room.look(at: answer) == finding)
        }
    }

    @Test func anEditIsNoAnswer() throws {
        var room = try scan()
        #expect(room.look(at: reply("maybe")) == .noChoice)
        #expect(try room.look(at: edit(of: 44)) == .uncounted(.edit))
        #expect(try room.look(at: edit(of: 43)) == .unrelated)
    }

    private func edit(of seq: Message.Seq) throws -> Message {
        let message = reply()
        return Message(
            seq: 50, id: message.id, sender: message.sender, kind: message.kind, time: message.time, body: "yes",
            entry: .edit(of: seq))
    }
}
