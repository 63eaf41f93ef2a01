import ChatroomCore
import Testing

struct TextPatternTests {
    @Test(
        arguments: [
            ("fail(ed|ure)", "a failure", true), ("fail(ed|ure)", "a fail", false), ("^a.c$", "abc", true),
            ("^a.c$", "abc\n", true), ("^a.c$", "abcd", false), ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true),
            ("^b$", "a\nb\nc", false), ("(?m)^b$", "a\nb\nc", true), ("b\\Z", "a\nb\n", true), ("b\\z", "b\n", false),
            ("\\bgo\\b", "go ahead", true), ("\\bgo\\b", "ago", false), ("\\Bgo", "ago", true), ("", "", true),
            ("(?i)straße", "STRAßE", true), ("(?i)k", "\u{212A}", true), ("(?i:A)b", "ab", true),
            ("(?i:A)b", "aB", false),
            ("(?i)a(?-i)b", "Ab", true), ("(?i)a(?-i)b", "AB", false), ("[^a-c]", "abc", false),
            ("[^a-c]", "abcd", true),
            ("[]x]", "]", true), ("[a\\]-]", "-", true), ("[[:digit:][:space:]]", "x 1", true), ("\\p{Lu}", "aB", true),
            ("\\P{L}", "ab", false), ("\\d{3,5}", "12", false), ("\\d{3,5}", "1234", true), ("^\\d{,2}$", "123", false),
            ("^a{2}$", "aa", true), ("^(ab){2,}$", "ababab", true), ("x{", "x{", true), ("a|b|", "", true),
            ("a{0}b", "b", true), ("(a*)*b", "aab", true), ("(?<name>a)(?:b)", "ab", true), ("a+?b", "aab", true),
            ("\\x41\\u{1f600}\\u0042", "A😀B", true), ("\\.\\*", ".*", true), ("日本", "日本語", true),
            ("e.$", "xe\u{301}", true),
        ] as [(String, String, Bool)])
    func aPatternMatchesAsTheManualSays(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try TextPattern(pattern).matches(text) == isMatch)
    }

    @Test(arguments: [
        ("(a", "'('"), ("a)", "')'"), ("[a", "'['"), ("*a", "'*'"), ("a**", "'*'"), ("a{2}{3}", "'{'"),
        ("a\\", "backslash"),
        ("(a)\\1", "refers back"), ("(?=a)", "(?="), ("(?!a)", "(?!"), ("(?<=a)b", "(?<"), ("(?>a)", "(?>"),
        ("a*+", "behind a repetition"), ("\\q", "\\q"), ("[[a]b]", "sets in sets"), ("[z-a]", "backwards"),
        ("a{3,2}", "out of order"), ("a{9999}", "500"), ("a{99999999999999999999}", "500"), ("(?x)a", "flag"),
        ("\\p{Nope}", "Nope"), ("[[:nope:]]", "nope"), ("\\u{110000}", "character"), ("(a{30}){30}", "500 steps"),
        (String(repeating: "(", count: 101), "deep"), (String(repeating: "a", count: 1025), "1,024"),
        ("((((a{9}){9}){9}){9}){9}", "500 steps"),
    ])
    func whatIsWrongIsSaid(pattern: String, words: String) {
        let error = #expect(throws: ChatError.self) { try TextPattern(pattern) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    /// Counted, not timed: a matcher that tries one way after the other needs billions of steps for each of these.
    @Test(
        arguments: [
            (".*error.*", "x"), ("^(a+)+$", "a"), ("(a|a)*b", "a"), ("(a|aa)+$", "a"), ("([a-z]+)*=", "a"),
            ("(.*)(.*)(.*)(.*)x", "y"), ("(\\w+\\s?)+:", "a "), ("^(([a-z])+.)+[A-Z]([a-z])+$", "a"),
            ("(x+x+)+y", "x"), ("(?i)(é|É)*!", "é"),
        ])
    func noTextTakesMoreStepsThanItsLengthAllows(pattern: String, filling: String) throws {
        let pattern = try TextPattern(pattern)
        let text = String(repeating: filling, count: 20_000 / filling.count) + "!\n"
        let (whole, part) = (pattern.look(in: text), pattern.look(in: String(text.suffix(2_000))))
        #expect(whole.steps <= pattern.mostSteps(in: text.unicodeScalars.count))
        #expect(whole.steps <= 11 * part.steps)
    }
}
