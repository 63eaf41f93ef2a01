import ChatroomCore
import Testing

@testable import ChatroomTestSupport

struct ChatErrorTests {
    @Test(arguments: Sample.errorWords)
    func aCodeIsAWordForEver(code: ChatError.Code, word: String) {
        #expect(code.rawValue == word)
        #expect(code.description == word)
        #expect(code == ChatError.Code(rawValue: word))
    }

    @Test func noTwoCodesAreTheSameWord() {
        #expect(Set(Sample.errorWords.map(\.1)).count == Sample.errorWords.count)
    }

    @Test func theDescriptionIsASentenceAndWhatToDoNext() {
        #expect(ChatError(.notFound, "no room 'x' here").description == "no room 'x' here.")
        #expect(ChatError(.notFound, "no room 'x' here", hint: "Try 'y'.").description == "no room 'x' here. Try 'y'.")
    }

    @Test func durationsAreWholeMilliseconds() {
        #expect(Duration.milliseconds(2400).wholeMilliseconds == 2400)
        #expect(Duration.microseconds(1999).wholeMilliseconds == 1)
        #expect(Duration.milliseconds(-1500).wholeMilliseconds == -1500)
        #expect(Duration.zero.wholeMilliseconds == 0)
        #expect(Duration.milliseconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.milliseconds(Int64.min).wholeMilliseconds == .min)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        let justOver = Duration.milliseconds(Int64.max) + .milliseconds(100)
        #expect(justOver.wholeMilliseconds == .max)
    }
}
