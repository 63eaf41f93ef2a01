import ChatroomCore
import Testing

struct SuggestionTests {
    static let verbs = ["serve", "register", "login", "send", "sendfile", "history", "shell", "listen", "who"]

    @Test(arguments: [
        ("sned", "send"), ("sedn", "send"), ("histroy", "history"), ("Login", "login"), ("lissten", "listen"),
        ("shel", "shell"), ("sendfil", "sendfile"),
    ])
    func aMistypedWordIsGuessed(word: String, meant: String) {
        #expect(Suggestion.nearest(to: word, in: Self.verbs) == meant)
    }

    @Test(arguments: ["", "x", "frobnicate", "quit"])
    func whatIsLikeNothingIsNotGuessed(word: String) {
        #expect(Suggestion.nearest(to: word, in: Self.verbs) == nil)
    }

    @Test func nothingIsGuessedFromNothing() {
        #expect(Suggestion.nearest(to: "send", in: []) == nil)
    }
}
