import Testing

@testable import Chatroom

struct OptionValuesTests {
    @Test(arguments: [
        ("history ops -n5", "history ops -n 5"), ("history ops -fn5", "history ops -f -n 5"),
        ("listen -n1 ops", "listen -n 1 ops"), ("send ops -n5", "send ops -n5"),
        ("history ops --search -green", "history ops --search=-green"),
        ("history ops --search --json", "history ops --search --json"),
        ("send @bob --ask -", "send @bob --ask -"), ("send ops --update -k x", "send ops --update=-k x"),
        ("send ops --run -- tail -n5 --search -x", "send ops --run -- tail -n5 --search -x"),
        ("history ops --search", "history ops --search"),
    ])
    func valuesAreWhatOtherProgramsTake(words: String, expected: String) {
        #expect(OptionValues.joined(words.split(separator: " ").map(String.init)).joined(separator: " ") == expected)
    }

    @Test func aValueWithSpacesMayBeginWithAnything() {
        #expect(OptionValues.joined(["who", "--away", "-- lunch"]) == ["who", "--away=-- lunch"])
    }
}
