import ChatroomCore
import Testing

struct TerminalTextTests {
    /// The classes of text that must not reach a terminal, each with a sample.
    static let hostile: [(String, String)] = [
        ("clear the screen", "\u{1b}[2J\u{1b}[H"),
        ("set the title", "\u{1b}]0;pwned\u{7}"),
        ("write the clipboard", "\u{1b}]52;c;cm0gLXJm\u{1b}\\"),
        ("device control", "\u{1b}P$q\"p\u{1b}\\"),
        ("C1 control sequence", "\u{9b}31mred\u{9d}0;x\u{9c}"),
        ("carriage return", "hello\rbob: forged"),
        ("backspaces", "safe\u{8}\u{8}\u{8}\u{8}rm -rf"),
        ("bell, vertical tab, form feed, NUL", "\u{7}\u{b}\u{c}\u{0}"),
        ("DEL", "a\u{7f}b"),
        ("bidirectional override", "user\u{202e}txt.exe\u{2066}x\u{2069}\u{61c}\u{200e}\u{200f}"),
        ("zero width", "ad\u{200b}min\u{200c}\u{2060}\u{feff}\u{ad}"),
        ("tag characters", "hi\u{e0069}\u{e0067}\u{e0001}"),
        ("line and paragraph separators", "a\u{2028}b\u{2029}c\u{85}d"),
        ("noncharacters and annotations", "\(scalar(0xFDD0))\(scalar(0xFFFF))\(scalar(0x10FFFE))\u{fff9}\u{fffb}"),
    ]

    @Test(arguments: hostile)
    func noClassOfControlsGetsThrough(name: String, text: String) {
        for shown in [TerminalText.lines(text), TerminalText.line(text)] {
            Self.expectSafe(shown, name)
            #expect(shown.contains("\\u{"), "\(name)")
        }
    }

    @Test func noSingleCharacterGetsThrough() {
        for value in UInt32(0)...0x2FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            Self.expectSafe(TerminalText.lines("a\(scalar)b"), "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        ("\u{1b}", "\\u{1b}"), ("\u{0}", "\\u{0}"), ("\u{202e}", "\\u{202e}"), ("\u{e0001}", "\\u{e0001}"),
        ("a\u{7f}b", "a\\u{7f}b"), ("\r\n", "\\u{d}\n"), ("a\u{200d}b", "a\\u{200d}b"), ("\u{fe0f}", "\\u{fe0f}"),
        ("a\u{fe0f}\u{fe0f}", "a\u{fe0f}\\u{fe0f}"),
    ])
    func theEscapeNamesTheCharacter(text: String, shown: String) {
        #expect(TerminalText.lines(text) == shown)
    }

    @Test(arguments: [
        "plain", "tab\tand\nlines\n", "back\\slash \\u{1b}", "Grüße", "日本語", "e\u{301}", "👩🏽‍💻", "❤️‍🔥", "🏳️‍🌈", "🇩🇪", "1️⃣",
        "葛󠄀", "",
    ])
    func whatPeopleWriteStaysAsItIs(text: String) {
        #expect(Array(TerminalText.lines(text).utf8) == Array(text.utf8))
    }

    @Test func aSingleLineHasNoLineBreaksAndTabs() {
        #expect(TerminalText.line("a\nb\tc") == "a\\u{a}b\\u{9}c")
    }

    /// A character that Swift's literals do not take.
    private static func scalar(_ value: UInt32) -> Unicode.Scalar { Unicode.Scalar(value) ?? " " }

    /// Checks the bytes, as a terminal would read them.
    static func expectSafe(_ shown: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let bytes = Array(shown.utf8)
        let hasC0 = bytes.contains { (byte: UInt8) -> Bool in
            let isKept = byte == 0x0A || byte == 0x09
            return byte == 0x7F || (byte < 0x20 && !isKept)
        }
        let hasC1 = zip(bytes, bytes.dropFirst()).contains { (first: UInt8, second: UInt8) -> Bool in
            first == 0xC2 && second < 0xA0
        }
        let hidden = shown.unicodeScalars.contains {
            switch $0.value {
            case 0x61C, 0x200B...0x200C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xE0000...0xE007F:
                true
            default: false
            }
        }
        #expect(!hasC0 && !hasC1 && !hidden, "\(name)", sourceLocation: sourceLocation)
    }

    @Test(
        arguments: [
            ("\u{1b}[31merror:\u{1b}[0m disk", "error: disk"), ("\u{1b}[1;38;5;196mred\u{1b}[m", "red"),
            ("\u{9b}32mgreen", "green"), ("\u{1b}[2Jcleared", "\\u{1b}[2Jcleared"),
            ("\u{1b}[?25mx", "\\u{1b}[?25mx"), ("\u{1b}[31", "\\u{1b}[31"), ("\u{1b}[3\u{1b}[1m1m", "\\u{1b}[31m"),
            ("\u{1b}]0;title\u{07}", "\\u{1b}]0;title\\u{7}"), ("\u{1b}[1 mx", "\\u{1b}[1 mx"),
        ])
    func coloursAreDroppedAndEveryOtherControlIsShown(text: String, shown: String) {
        #expect(TerminalText.lines(text) == shown)
        // A name has no colours to drop.
        #expect(TerminalText.line("\u{1b}[1m") == "\\u{1b}[1m")
    }

    @Test func anExcerptIsOneShortLine() {
        #expect(TerminalText.excerpt("build  is\n\tred", columns: 24) == "build is red")
        #expect(TerminalText.excerpt("build is red because of a disk", columns: 15) == "build is red...")
        #expect(TerminalText.excerpt("\u{1b}[31mred\u{1b}[0m", columns: 4) == "red")
        #expect(TerminalText.excerpt(String(repeating: "界", count: 9), columns: 10) == "界界界...")
        #expect(TerminalText.excerpt(String(repeating: "é", count: 90), columns: 80, bytes: 20).utf8.count <= 20)
        let heavy = String(repeating: "a" + String(repeating: "\u{301}", count: 30), count: 500)
        #expect(TerminalText.excerpt(heavy, columns: 120, bytes: 480).utf8.count <= 480)
    }
}
