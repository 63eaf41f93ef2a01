import ChatroomCore
import Testing

@testable import ChatroomProcess

struct CommandWordsTests {
    @Test(
        arguments: [
            ("./handle.sh", ["./handle.sh"]),
            (#"./handle.sh --fast "a b""#, ["./handle.sh", "--fast", "a b"]),
            ("  a \t b\n c\r\n", ["a", "b", "c"]),
            (#"a 'b "c" \d' "e 'f'""#, ["a", #"b "c" \d"#, "e 'f'"]),
            (#"a\ b "c\"d" "\$e" "\n" \"f"#, ["a b", #"c"d"#, "$e", #"\n"#, #""f"#]),
            (#"a '' "" b"#, ["a", "", "", "b"]),
            (#"--x='a b'"c d"e"#, ["--x=a bc de"]),
            ("a\\\nb \"c\\\nd\"", ["ab", "cd"]),
            ("echo $HOME * ~ `x` #y; a|b", ["echo", "$HOME", "*", "~", "`x`", "#y;", "a|b"]),
            ("grüße \"🧑‍🚀 ü\"", ["grüße", "🧑‍🚀 ü"]),
        ] as [(String, [String])])
    func wordsAreSplitAsAShellDoes(text: String, words: [String]) throws {
        #expect(try CommandWords.split(text) == words)
    }

    @Test(
        arguments: [
            ("a 'b", "the command has an open ': a 'b"),
            ("a \"b\\\"", "the command has an open \": a \"b\\\""),
            ("a \"b\\", "the command has an open \": a \"b\\"),
            ("a \\", "the command has a backslash at the end: a \\"),
            ("", "the command is empty"), (" \n", "the command is empty"), ("'' a", "the command is empty"),
        ])
    func whatIsNoCommandIsAUsageError(text: String, message: String) throws {
        let error = #expect(throws: ChatError.self) { try CommandWords.split(text) }
        #expect(error?.code == .usage)
        #expect(error?.message == message)
    }

    @Test(
        arguments: [
            (["make", "-j4", "CC=clang", "a/b:c@d,e+f%.g_h"], "make -j4 CC=clang a/b:c@d,e+f%.g_h"),
            (["echo", "a b", "", "it's", "$x", "*", "grün"], #"echo 'a b' '' 'it'\''s' '$x' '*' grün"#),
            (["printf", "a\nb\t'\\\u{1b}[0m\u{7f}"], #"printf $'a\nb\t\'\\\u001b[0m\u007f'"#),
        ] as [([String], String)])
    func aCommandIsWrittenAsOneLine(words: [String], line: String) {
        #expect(CommandText.line(words, limit: 1000) == line)
    }

    @Test func aWrittenLineSplitsIntoTheSameWords() throws {
        let words = ["a b", "", "it's", "\"x\"", #"\"#, "$HOME", "~", "ü'ü", "--"]
        #expect(try CommandWords.split(CommandText.line(words, limit: 1000)) == words)
    }

    @Test func aLongCommandIsCutBetweenCharacters() {
        #expect(CommandText.line(["ab", "üüüü"], limit: 9) == "ab ü…")
        #expect(CommandText.line(["ab", "üüüü"], limit: 11) == "ab üüüü")
        #expect(CommandText.line(Array(repeating: "word", count: 100_000), limit: 200).utf8.count <= 200)
    }
}
