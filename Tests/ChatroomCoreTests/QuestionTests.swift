import ChatroomCore
import Testing

struct QuestionTests {
    @Test(arguments: [
        ("yes", 0), ("YES", 0), (" yes\n", 0), ("no", 1), ("2", 1), (" 2 ", 1), ("1", 0), ("not yet", 2), ("3", 2),
    ])
    func anAnswerTakesAChoice(text: String, index: Int) throws {
        #expect(try Question(choices: ["yes", "no", "Not yet"]).choice(in: text) == index)
    }

    @Test(arguments: ["", " ", "y", "yes!", "yes no", "0", "4", "-1", "1.0", "99999999999999999999", "not  yet"])
    func anotherTextTakesNone(text: String) throws {
        #expect(try Question(choices: ["yes", "no", "Not yet"]).choice(in: text) == nil)
    }

    @Test func aChoiceGoesBeforeANumber() throws {
        let question = try Question(choices: ["3", "2", "1"])
        #expect(["1", "2", "3"].map { question.choice(in: $0) } == [2, 1, 0])
    }

    @Test func aQuestionWithoutChoicesHasNoneToTake() throws {
        #expect(try Question(choices: []).choice(in: "1") == nil)
    }

    @Test func asManyChoicesAsThereAreExitStatusesAreTaken() throws {
        let choices = (1...Question.mostChoices).map { "choice \($0)" }
        #expect(try Question(choices: choices).choice(in: "11") == 10)
        #expect(throws: ChatError(.invalid, "a question has at most 11 choices, this has 12")) {
            try Question(choices: choices + ["one more"])
        }
    }

    @Test(arguments: [
        [""], [String(repeating: "x", count: 65)], [String(repeating: "é", count: 33)], ["a\nb"], ["yes", "YES"],
        ["yes", " yes"], ["\u{E9}", "e\u{301}"],
    ])
    func whatIsNoChoiceIsRefused(choices: [String]) {
        let error = #expect(throws: ChatError.self) { try Question(choices: choices) }
        #expect(error?.code == .invalid)
    }
}
