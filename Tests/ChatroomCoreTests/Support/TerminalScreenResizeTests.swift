import ChatroomTestSupport
import Testing

struct TerminalScreenResizeTests {
    private func screen(_ text: String, rows: Int = 4, columns: Int = 10) -> TerminalScreen {
        var screen = TerminalScreen(size: Terminal.Size(rows: rows, columns: columns))
        screen.write(text.utf8)
        return screen
    }

    @Test func aWrappedLineIsWrappedAnew() {
        var screen = screen("> 日本語 ascii und 漢字\r\nend", rows: 5)
        #expect(screen.lines == ["> 日本語 a", "scii und", "漢字", "end", ""])
        screen.resize(Terminal.Size(rows: 5, columns: 30))
        #expect(screen.lines == ["> 日本語 ascii und 漢字", "end", "", "", ""])
        #expect(screen.cursor == (1, 3))
        screen.resize(Terminal.Size(rows: 5, columns: 7))
        #expect(screen.scrollback + screen.lines == ["> 日本", "語 asci", "i und", "漢字", "end", "", "", ""])
    }

    @Test func theCursorStaysAtItsCharacter() {
        var screen = screen("abcdefghijklmnopqrst\u{1B}[4D")
        #expect(screen.cursor == (1, 5))
        for columns in [7, 3, 20, 11, 2, 10] {
            screen.resize(Terminal.Size(rows: 40, columns: columns))
            let (row, column) = screen.cursor
            #expect(screen.cells[row][column].character == "p", "\(columns) columns")
        }
    }

    @Test func theNextCharacterAfterAFullRowGoesOnInTheLine() {
        var screen = screen("abcdefghij")
        screen.resize(Terminal.Size(rows: 4, columns: 5))
        screen.write("X".utf8)
        #expect(screen.scrollback == ["abcde"] && screen.lines == ["fghij", "X", "", ""])
        screen.resize(Terminal.Size(rows: 4, columns: 20))
        #expect(screen.lines[0] == "abcdefghijX")
    }

    @Test func fewerRowsPushTheTopOutAndMoreBringItBack() {
        var screen = screen("1\r\n2\r\n3\r\n4\r\n5\r\n6")
        screen.resize(Terminal.Size(rows: 2, columns: 10))
        #expect(screen.scrollback == ["1", "2", "3", "4"] && screen.lines == ["5", "6"] && screen.cursor == (1, 1))
        screen.resize(Terminal.Size(rows: 5, columns: 10))
        #expect(screen.scrollback == ["1"] && screen.lines == ["2", "3", "4", "5", "6"] && screen.cursor == (4, 1))
    }

    @Test func rowsBelowTheCursorGoFirst() {
        var screen = screen("1\r\n2\r\n3")
        screen.write("\u{1B}[2;1H".utf8)
        screen.resize(Terminal.Size(rows: 2, columns: 10))
        #expect(screen.scrollback.isEmpty && screen.lines == ["1", "2"] && screen.cursor == (1, 0))
    }

    @Test func whatWasClearedDoesNotComeBack() {
        var screen = screen("1\r\n2\u{1B}[H\u{1B}[2Jnew")
        screen.resize(Terminal.Size(rows: 6, columns: 10))
        #expect(screen.scrollback == ["1", "2"] && screen.lines == ["new", "", "", "", "", ""])
    }

    @Test func anErasedRowIsNoLongerPartOfTheLine() {
        var screen = screen("abcdefghijklm\r\u{1B}[Knext")
        screen.resize(Terminal.Size(rows: 4, columns: 20))
        #expect(screen.lines == ["abcdefghij", "next", "", ""])
    }

    @Test func theMainScreenIsWrappedAnewBehindTheAlternateOne() {
        var screen = screen("abcdefghijklm\u{1B}[?1049h\u{1B}[Halternate")
        screen.resize(Terminal.Size(rows: 4, columns: 5))
        #expect(screen.lines[0] == "alter")
        screen.resize(Terminal.Size(rows: 4, columns: 20))
        screen.write("\u{1B}[?1049l!".utf8)
        #expect(screen.lines == ["abcdefghijklm!", "", "", ""])
    }
}
