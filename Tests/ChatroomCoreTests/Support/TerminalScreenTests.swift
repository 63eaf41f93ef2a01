import ChatroomTestSupport
import Testing

struct TerminalScreenTests {
    private func screen(_ text: String, rows: Int = 4, columns: Int = 10) -> TerminalScreen {
        var screen = TerminalScreen(size: Terminal.Size(rows: rows, columns: columns))
        screen.write(text.utf8)
        return screen
    }

    /// What is on the screen after some sequences, `^` standing where the cursor is.
    @Test(arguments: [
        ("ab\r\ncd", ["ab", "cd^"]), ("ab\ncd", ["ab", "  cd^"]), ("abc\rX", ["X^bc"]), ("abc\u{8}\u{8}X", ["aX^c"]),
        ("a\tb", ["a       b^"]), ("a\tbc\t", ["a       b^c"]),
        ("abcdefghij", ["abcdefghi^j"]), ("abcdefghijk", ["abcdefghij", "k^"]),
        ("abcdefghij\rX", ["X^bcdefghij"]), ("abcdefghij\u{8}X", ["abcdefghX^j"]),
        ("abcdefghij\r\nX", ["abcdefghij", "X^"]), ("\u{1B}[?7labcdefghijkl", ["abcdefghi^l"]),
        ("abc\u{1B}[D\u{1B}[K", ["ab^"]), ("abc\u{1B}[2D\u{1B}[1K", [" ^ c"]), ("abc\u{1B}[2K", ["   ^"]),
        ("abcde\u{1B}[4D\u{1B}[2P", ["a^de"]), ("abcde\u{1B}[4D\u{1B}[2@", ["a^  bcde"]),
        ("abcde\u{1B}[4D\u{1B}[2X", ["a^  de"]), ("abcdefghij\u{1B}[H\u{1B}[@", ["^ abcdefghi"]),
        ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[J", ["a", "^"]), ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[1J", ["", "^", "c"]),
        ("a\r\nb\r\nc\u{1B}[2A\u{1B}[L", ["^", "a", "b", "c"]), ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[M", ["a", "^c"]),
        ("a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[3;1H\nX", ["a", "c", "X^", "d"]),
        ("a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[2;1H\u{1B}MX", ["a", "X^", "b", "d"]),
        ("a\r\nb\u{1B}[S", ["b", " ^"]), ("a\r\nb\u{1B}[T", ["", "a^", "b"]),
        ("ab\u{1B}EX\u{1B}DY", ["ab", "X", " Y^"]),
        ("\u{1B}[2;3HX\u{1B}[9;99HY", ["", "  X", "", "         ^Y"]), ("\u{1B}[3dX\u{1B}[4GY", ["", "", "X  Y^"]),
        ("ab\u{1B}7cd\u{1B}8X", ["abX^d"]), ("ab\u{1B}[scd\u{1B}[uX", ["abX^d"]),
        ("\u{1B}[2BX\u{1B}[FY\u{1B}[EZ", ["", "Y", "Z^"]), ("abc\u{1B}cX", ["X^"]),
        ("shell\u{1B}[?1049h\u{1B}[Hfull\u{1B}[?1049l!", ["shell!^"]),
        ("a\u{1B}Pq2J\u{1B}\\b\u{1B}_x\u{1B}\\c\u{1B}^x\u{1B}\\d\u{1B}Xx\u{1B}\\e", ["abcde^"]),
        ("a\u{1B}[3\u{18}b\u{1B}[\nCc", ["ab", "   c^"]),
        // Wide characters, marks that join, and halves that are overwritten.
        ("日本", ["日本^"]), ("123456789日", ["123456789", "日^"]), ("日本\u{1B}[2GX", [" X^本"]), ("日本\rX", ["X^ 本"]),
        ("日本\u{1B}[3D\u{1B}[K", [" ^"]), ("日本\r\u{1B}[P", ["^ 本"]), ("e\u{301}x", ["e\u{301}x^"]),
        ("123456789e\u{301}x", ["123456789e\u{301}", "x^"]), ("日\u{301}x", ["日\u{301}x^"]), ("\u{301}x", ["x^"]),
        ("❤\u{FE0F}x", ["❤\u{FE0F}x^"]), ("👩\u{200D}💻", ["👩\u{200D}💻^"]), ("한국", ["한국^"]),
    ])
    func aSequenceDoesWhatItSays(text: String, wanted: [String]) {
        let screen = screen(text)
        var found = screen.cells.map { $0.map(\.character) }
        found[screen.cursor.row][screen.cursor.column] = "^" + found[screen.cursor.row][screen.cursor.column]
        let rows = found.map { String($0.joined().reversed().drop { $0 == " " }.reversed()) }
        #expect(Array(rows.reversed().drop(while: \.isEmpty).reversed()) == wanted)
        #expect(screen.unknown.isEmpty)
    }

    @Test func aCellHasTheStyleThatItWasWrittenWith() {
        typealias Cell = TerminalScreen.Cell
        let text = "\u{1B}[1;31ma\u{1B}[2;7;97m日\u{1B}[22;39mb\u{1B}[mc\u{1B}[38;5;9md\u{1B}[4;48mx"
        let screen = screen(text, columns: 8)
        let marked = Cell("日", isBold: true, isDim: true, isInverse: true, colour: 15)
        var half = marked
        half.character = ""
        let wanted = [
            Cell("a", isBold: true, colour: 1), marked, half, Cell("b", isInverse: true), Cell("c"),
            Cell("d", colour: 9), Cell("x", colour: 9), Cell(" "),
        ]
        #expect(screen.cells[0] == wanted)
        #expect(screen.unknown == ["\\e[4;48m"])
    }

    @Test func titleBellsNotificationsAndModesAreKept() {
        var screen = screen("\u{7}\u{1B}]0;one\u{7}\u{1B}]9;löwe;2\u{1B}\\\u{1B}]2;two\u{1B}\\\u{1B}]52;c;x\u{7}\u{7}")
        #expect(screen.title == "two" && screen.bells == 2 && screen.notifications == ["löwe;2"])
        #expect(screen.isCursorShown && !screen.isBracketedPasteOn)
        screen.write("\u{1B}[?2004;25l\u{1B}[?2004h\u{1B}[?1;12;1034h\u{1B}=".utf8)
        #expect(!screen.isCursorShown && screen.isBracketedPasteOn)
        #expect(screen.lines == ["", "", "", ""] && screen.unknown.isEmpty)
    }

    @Test(arguments: [
        ("\u{1B}[5z", "\\e[5z"), ("\u{1B}[?47h", "\\e[?47h"), ("\u{1B}(0", "\\e(0"), ("\u{9B}1m", "\\u{009B}"),
        ("\u{1B}[38:5:1m", "\\e[38:5:1m"), ("\u{E}", "\\u{0E}"), ("\u{1B}[!p", "\\e[!p"), ("\u{1B}[1é", "\\e[1é"),
    ])
    func whatItDoesNotKnowIsNoted(text: String, name: String) { #expect(screen(text).unknown == [name]) }

    @Test func bytesThatAreNoUTF8AreReplaced() {
        var screen = screen("")
        screen.write([0xFF, 0x61, 0xE6, 0x97, 0x62, 0xC0, 0xED, 0xA0, 0xF0, 0x9F, 0x1B, 0x5B, 0x4B])
        #expect(screen.lines[0] == "\u{FFFD}a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")
    }

    @Test func aStreamMayBeCutAnywhere() {
        let text = "\u{1B}[1mé日本\u{1B}[0m\u{1B}]0;löwe\u{1B}\\👩\u{200D}💻\u{1B}[2;3H\u{1B}[?25lend"
        var bytewise = screen("")
        for byte in text.utf8 { bytewise.write([byte]) }
        let whole = screen(text)
        #expect(bytewise.cells == whole.cells && bytewise.title == "löwe" && bytewise.cursor == whole.cursor)
        #expect(bytewise.unknown.isEmpty)
    }

    @Test func whatScrollsOutIsInTheScrollback() {
        var screen = screen((1...7).map { "line \($0)" }.joined(separator: "\r\n"))
        #expect(screen.scrollback == ["line 1", "line 2", "line 3"] && screen.lines[0] == "line 4")
        screen.write("\u{1B}[H\u{1B}[2J".utf8)
        #expect(screen.scrollback == (1...7).map { "line \($0)" } && screen.lines == ["", "", "", ""])
        screen.write("\u{1B}[3J".utf8)
        #expect(screen.scrollback.isEmpty)
    }

    @Test func theFrameShowsTheScreenAndWhatIsUnusual() {
        let text = screen("ab日\u{1B}[5z\u{1B}]2;x\u{7}", rows: 1, columns: 6).description
        #expect(text == "+------+\n|ab日  |\n+------+\ncursor: row 0, column 4\ntitle: x\nunknown: \\e[5z")
    }

    @Test func randomBytesDoNoHarm() {
        var random = SeededRandom(for: "terminal screen")
        let pieces = ["\u{1B}[", "\u{1B}", ";", "9", "日", "\u{301}", "\u{1B}]0;", "\u{1B}[?1049h", "r", "\n", "漢字"]
        for _ in 0..<2_000 {
            var screen = screen("", rows: Int.random(in: 0...5, using: &random), columns: 7)
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                switch Int.random(in: 0...3, using: &random) {
                case 0: screen.write(random.bytes(20))
                case 1:
                    let (rows, columns) = (Int.random(in: 0...9, using: &random), Int.random(in: 0...9, using: &random))
                    screen.resize(Terminal.Size(rows: rows, columns: columns))
                case 2:
                    let numbers = "\u{1B}[\(random.next() % 12);\(random.next() % 99)"
                    screen.write(numbers.utf8 + [UInt8.random(in: 64...126, using: &random)])
                default: screen.write((pieces.randomElement(using: &random) ?? "").utf8)
                }
            }
            let (cells, size, cursor) = (screen.cells, screen.size, screen.cursor)
            #expect(cells.count == size.rows && cells.allSatisfy { $0.count == size.columns })
            #expect((0..<size.rows).contains(cursor.row) && (0..<size.columns).contains(cursor.column))
            #expect(cells.allSatisfy { $0.first?.character != "" })
        }
    }
}
