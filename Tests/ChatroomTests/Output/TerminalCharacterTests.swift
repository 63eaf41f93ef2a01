import ChatroomCore
import ChatroomTestSupport
import Testing

@testable import ChatroomTerminal

struct TerminalCharacterTests {
    @Test func noCharacterIsWiderOnATerminalThanItIsCounted() {
        for value in UInt32(0x20)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let width = CharacterWidth.of(scalar)
            switch TerminalCharacter(scalar) {
            case .hostile: continue
            case .mark(let most), .joiner(let most): if width <= most { continue }
            // What takes no column must not begin a row.
            case .base(let most): if (1...most).contains(width) { continue }
            }
            Issue.record("U+\(String(value, radix: 16)): \(width), not \(TerminalCharacter(scalar))")
        }
    }

    /// Characters that terminals give a column and that were once counted as none, and others that they dispute.
    private static let disputed: [UInt32] =
        [
            0x600, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, 0x897, 0x903, 0x93E, 0x302E, 0x1D360,
            0x2630,
        ]
        + [
            0x3248, 0x301, 0x1100, 0x1161, 0x11A8, 0xD7B0, 0x378, 0x1F3FB, 0x1F1E9, 0x231A, 0x2764, 0x4DC0, 0xF8FF,
            0x16FF0,
        ]
        + [0x20DD, 0xE001, 0x323B0, 0x13430, 0xA8FA, 0x1FAE8, 0xFE0F]

    @Test(arguments: [20, 21, 24, 39, 40, 41, 79, 80, 81, 132, 200])
    func noTextStandsWhereNamesStand(columns: Int) throws {
        let forged = "23:59  bob          forged"
        for value in Self.disputed {
            let scalar = try #require(Unicode.Scalar(value))
            for before in ["", "x", "👩\u{200D}", "x ", "日"] {
                for count in [columns - 20, columns - 10, columns, 2 * columns] where count > 0 {
                    let text = before + String(repeating: Character(scalar), count: count) + forged
                    try expectOwnColumns(text, columns, "U+\(String(value, radix: 16)), \(count) times")
                }
            }
        }
    }

    /// A character that the pager shows by a long name, with marks that some terminal gives columns.
    @Test func theWidestCharacterWithMarksFitsTheNarrowestRow() throws {
        for base in ["\u{F8FF}", "日", "a"] {
            for mark in ["\u{93E}", "\u{301}", "\u{302E}"] {
                for before in 0...20 {
                    let text = String(repeating: "x", count: before) + base + String(repeating: mark, count: 40)
                    try expectOwnColumns(text, 20, "\(before) before \(base)")
                }
            }
        }
    }

    @Test func noRandomTextStandsWhereNamesStand() throws {
        var random = SeededRandom(for: "rows of a terminal")
        let pieces =
            Self.disputed.compactMap(Unicode.Scalar.init).map(String.init)
            + ["\u{200D}", "\u{FE0F}", "\t", "\n", " ", "a", "word ", "日本", "👩🏽‍💻", "🇩🇪", "e\u{301}", "\u{1B}", "각"]
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                let piece = pieces.randomElement(using: &random) ?? ""
                text += String(repeating: piece, count: Int.random(in: 1...20, using: &random))
            }
            let columns = Int.random(in: 20...200, using: &random)
            try expectOwnColumns(text, columns, "seeded, \(columns) columns: \(text.debugDescription)")
        }
    }

    /// Shows a message on a terminal and looks at where its time and name stand, and what is left of the bar.
    private func expectOwnColumns(_ text: String, _ columns: Int, _ comment: String) throws {
        var renderer = MessageRenderer(.plain, on: .init(isTerminal: true, columns: columns, zone: .utc))
        var bytes: [UInt8] = []
        renderer.append(.sample(text), in: .ops, to: &bytes)
        let rows = bytes.count { $0 == 0x0A }
        var screen = TerminalScreen(size: Terminal.Size(rows: rows + 4, columns: columns))
        screen.write(bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
        let margin = columns < 40 ? " | " : "                  | "
        var lines = screen.cells.map { $0.map(\.character).joined() }[...]
        while let first = lines.first, !first.hasPrefix("17:07  bob") { lines.removeFirst() }
        #expect(lines.count > 0, "\(comment)")
        for line in lines.dropFirst().prefix(while: { $0.contains { $0 != " " } }) {
            guard line.hasPrefix(margin) else {
                Issue.record("\(comment): \(line)")
                return
            }
        }
        #expect(screen.scrollback.isEmpty, "\(comment)")
    }

    @Test(arguments: [
        ("\u{301}abc", "\\u{301}abc"), ("a\n\u{301}b", "a\n\\u{301}b"), ("a\t\u{301}", "a\t\\u{301}"),
        ("क्षि", "क्षि"), ("नमस्ते", "नमस्ते"), ("ภาษาไทย", "ภาษาไทย"), ("שָׁלוֹם", "שָׁלוֹם"), ("مُحَمَّد", "مُحَمَّد"), ("한국어", "한국어"),
    ])
    func marksStandOnCharactersOfTheText(text: String, shown: String) { #expect(TerminalText.lines(text) == shown) }

    @Test func noCharacterHasMoreMarksThanAnyScriptNeeds() {
        let shown = TerminalText.lines("a" + String(repeating: "\u{301}", count: 40))
        #expect(shown.unicodeScalars.count { $0 == "\u{301}" } == 30)
        #expect(shown.hasSuffix(String(repeating: "\\u{301}", count: 10)))
    }
}
