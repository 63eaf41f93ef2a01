import ChatroomCore
import ChatroomTestSupport
import Testing

@testable import ChatroomSystem
@testable import ChatroomTerminal

struct ListTableTests {
    private static let now = Timestamp(milliseconds: 1_795_367_267_204)
    private static let age = AgeText(now: now, zone: .utc)

    @Test func aPersonSeesHeadingsAndColumns() throws {
        var table = ListTable([
            .init("NAME"), .init("SENT", isRight: true), .init("TIME"), .init("SIZE", isRight: true), .init("TEXT"),
        ])
        table.add(.name(try UserName("alice")), .number(7), .time(Self.now), .size(900), .text("one"))
        table.add(.target(.ops), .number(1234), .time(nil), .size(nil), .text(""))
        table.add(.target(try Target("@bob")), .count(0), .time(ago(180)), .size(62_900_000), .text("three"))
        #expect(
            shown(table, 80) == """
                NAME   SENT  TIME            SIZE  TEXT
                alice     7  just now   900 bytes  one
                ops    1234
                @bob         3 min ago    62.9 MB  three

                """)
        #expect(
            String(decoding: table.fields, as: UTF8.self) == """
                alice\t7\t2026-11-22T17:07:47.204Z\t900\tone
                ops\t1234\t\t\t
                @bob\t0\t2026-11-22T17:04:47.204Z\t62900000\tthree

                """)
    }

    @Test func aCountThatMayBeMoreSaysSo() {
        var table = ListTable([.init("UNREAD", isRight: true)], hasHeadings: false)
        for count in [0, 1, 99, 100] { table.add(.count(count)) }
        #expect(shown(table, nil) == "\n   1\n  99\n100+\n")
        #expect(String(decoding: table.fields, as: UTF8.self) == "0\n1\n99\n100\n")
    }

    /// Texts and how a terminal shows them: of one column a character, of two, with marks, and from right to left.
    @Test func columnsAreAlignedWhateverTheScript() throws {
        var table = ListTable([.init("TEXT"), .init("END")])
        let texts = ["a", "日本語", "e\u{301}e\u{301}", "한국어", "Ελλάδα", "नमस्ते", "ไทย", "שלום", "ｆｕｌｌ", "👍", "ß"]
        for text in texts { table.add(.text(text), .text("|")) }
        let screen = screen(table, columns: 80)
        let columns = screen.cells.dropFirst().prefix(texts.count).map { row in row.firstIndex { $0.character == "|" } }
        let width = texts.map { DisplayWidth.columns(of: $0) }.max() ?? 0
        for (text, column) in zip(texts, columns) where !text.unicodeScalars.contains(where: { Self.isDisputed($0) }) {
            #expect(column == width + 2, "\(text)")
        }
        #expect(columns.allSatisfy { $0 != nil })
    }

    @Test func aLongValueGoesOnInItsOwnColumn() throws {
        var table = ListTable([.init("ID"), .init("NAME", wraps: true), .init("TEXT", wraps: true)])
        let name = String(repeating: "n", count: 30)
        table.add(.text("1"), .text(name), .text("some words that are more than there is room for in one row"))
        table.add(.text("2"), .text("short"), .text("short"))
        #expect(
            screen(table, columns: 50).lines.prefix(5) == [
                "ID  NAME                    TEXT",
                "1   nnnnnnnnnnnnnnnnnnnnnn  some words that are",
                "    nnnnnnnn                more than there is",
                "                            room for in one row",
                "2   short                   short",
            ])
    }

    @Test func columnsWithoutRoomStandBelow() throws {
        var table = ListTable([
            .init("ID"), .init("TIME"), .init("SIZE", isRight: true), .init("NAME", wraps: true),
            .init("TEXT", wraps: true),
        ])
        table.add(
            .text("f_1"), .time(Self.now), .size(900), .text("report.pdf"), .text("what is in it, in a few words"))
        table.add(.text("f_2"), .time(Self.now), .size(62_900_000), .text("dump"), .text(""))
        #expect(
            screen(table, columns: 40).lines.prefix(6) == [
                "ID   TIME           SIZE  NAME",
                "    TEXT",
                "f_1  just now  900 bytes  report.pdf",
                "    what is in it, in a few words",
                "f_2  just now    62.9 MB  dump",
                "",
            ])
        #expect(
            screen(table, columns: 20).lines.prefix(9) == [
                "ID   TIME",
                "         SIZE",
                "    NAME",
                "    TEXT",
                "f_1  just now",
                "    900 bytes",
                "    report.pdf",
                "    what is in it,",
                "    in a few words",
            ])
    }

    @Test func namesAreInColourAndNothingElseChanges() throws {
        var table = ListTable([.init("NAME"), .init("WHERE"), .init("TEXT", wraps: true)])
        for name in ["alice", "bob"] {
            table.add(.name(try UserName(name)), .target(.direct(try UserName(name))), .text("alice"))
        }
        let painted = String(decoding: table.aligned(to: 80, in: .on, Self.age), as: UTF8.self)
        #expect(painted.contains(Colour.on.painted("bob", .name("bob"))))
        #expect(painted.contains(Colour.on.painted("@bob", .name("bob"))))
        #expect(painted.hasPrefix(Colour.on.painted("NAME", .dim)))
        #expect(painted.replacing(/\u{1B}\[[0-9;]*m/, with: "") == shown(table, 80))
        #expect(!shown(table, 80).contains("\u{1B}") && !table.fields.contains(0x1B))
    }

    @Test func noValueForgesARowOrAField() throws {
        let texts =
            HostileText.all.map(\.text) + HostileName.all + [
                String(repeating: "x", count: 80) + HostileText.forgedRow, "a\tb\nc", "",
                String(repeating: "x ", count: 40) + HostileText.forgedRow,
            ]
        for columns in [20, 40, 80, 132] {
            for text in texts { try expectHarmless(text, columns) }
        }
    }

    @Test func noRandomValueForgesARowOrAField() throws {
        var random = SeededRandom(for: "rows of a list")
        let pieces = [
            "\u{200D}", "\u{FE0F}", "\t", "\n", " ", "a", "word ", "日本", "👩🏽‍💻", "🇩🇪", "e\u{301}", "\u{1B}[2J", "각",
            "\u{202E}", "\u{2028}", "\u{E000}", "\r", "\u{9B}", "\u{301}",
        ]
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let piece = pieces.randomElement(using: &random) ?? ""
                text += String(repeating: piece, count: Int.random(in: 1...20, using: &random))
            }
            try expectHarmless(text, Int.random(in: 20...200, using: &random))
        }
    }

    /// Shows a text of others in a list on a terminal and for a program, and looks at what begins rows.
    private func expectHarmless(_ text: String, _ columns: Int) throws {
        var table = ListTable([.init("ID"), .init("NAME", wraps: true), .init("TEXT", wraps: true)])
        for id in ["f_1", "f_2"] { table.add(.text(id), .text(text), .text(text)) }
        let shown = lines(table, columns)
        let isOurs = { (line: String) in ["ID", "f_1", "f_2", "  ", "| "].contains { line.hasPrefix($0) } }
        let comment = Comment(rawValue: "\(columns) columns: \(text.debugDescription)")
        #expect(shown.allSatisfy { DisplayWidth.columns(of: $0) <= columns && (isOurs($0) || $0.isEmpty) }, comment)
        #expect(shown.count { $0.hasPrefix("f_") } == 2, comment)
        #expect(!shown.contains { $0.unicodeScalars.contains(where: TerminalCharacter.isHostile) }, comment)
        // What a terminal itself makes of it, should it count otherwise.
        let screen = screen(table, columns: columns)
        #expect(!screen.lines.contains(where: HostileText.isForged), comment)
        #expect(screen.unknown.isEmpty && screen.scrollback.isEmpty, comment)
        let rows = String(decoding: table.fields, as: UTF8.self).split(separator: "\n")
        #expect(rows.count == 2, comment)
        #expect(rows.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 3 }, comment)
    }

    private func screen(_ table: ListTable, columns: Int) -> TerminalScreen {
        let bytes = table.aligned(to: columns, in: .off, Self.age)
        let rows = bytes.count { $0 == 0x0A } + 2
        var screen = TerminalScreen(size: Terminal.Size(rows: rows, columns: columns))
        screen.write(bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
        return screen
    }

    private func shown(_ table: ListTable, _ columns: Int?) -> String {
        String(decoding: table.aligned(to: columns, in: .off, Self.age), as: UTF8.self)
    }

    private func lines(_ table: ListTable, _ columns: Int) -> [String] {
        shown(table, columns).unicodeScalars.split(separator: "\n").map(String.init)
    }

    private func ago(_ seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: Self.now.milliseconds - seconds * 1000)
    }

    /// Whether terminals differ about the width, so that the wider one is counted.
    private static func isDisputed(_ scalar: Unicode.Scalar) -> Bool {
        if case .mark(let columns) = TerminalCharacter(scalar) { columns > 0 } else { false }
    }
}

extension Colour {
    /// Colours of a terminal that has them.
    fileprivate static let on = Colour(.always, environment: Environment([:]), isTerminal: true)
}
