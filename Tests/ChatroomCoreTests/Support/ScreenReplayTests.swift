import ChatroomTestSupport
import Testing

struct ScreenReplayTests {
    private func shell(_ script: String, size: Terminal.Size = .standard) throws -> Terminal {
        let environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null", "HISTFILE": "/dev/null",
        ]
        return try Terminal("/bin/sh", ["-c", script], environment: environment, size: size)
    }

    @Test func theScreenIsAsItIsWhenItIsWanted() async throws {
        let terminal = try shell(
            "printf 'one\\n\\033[1mtwo'; read -r x; printf '\\033[2J\\033[Hthree'; exec sleep 1000")
        let first = try await terminal.waitForScreen { $0.lines[1] == "two" }
        #expect(first.lines[0] == "one" && first.cells[1][0].isBold && first.cursor == (1, 3))
        terminal.press(.enter)
        let second = try await terminal.waitForScreen { $0.lines[0] == "three" }
        #expect(second.cursor == (0, 5) && terminal.screen.lines == second.lines)
    }

    @Test func aScreenThatDoesNotComeIsShownInTheFailure() async throws {
        let terminal = try shell("echo hello; exec sleep 1000", size: Terminal.Size(rows: 2, columns: 8))
        try await terminal.waitFor("hello")
        do {
            try await terminal.waitForScreen("a bye", within: .milliseconds(20)) { $0.lines[0] == "bye" }
            Issue.record("it came")
        } catch let failure as TestFailure {
            #expect(failure.description.contains("no a bye within"))
            #expect(failure.description.contains("+--------+\n|hello   |\n|        |\n+--------+"))
        }
    }

    @Test func aResizeHoldsForWhatComesAfterIt() async throws {
        // Not a shell that forks meanwhile, which may forget the signal.
        let script = "trap 'printf X' WINCH; printf 1234567890; while :; do read -r -t 0.05; done"
        let terminal = try shell("exec bash -c \"\(script)\"")
        try await terminal.waitFor("1234567890")
        try terminal.resize(Terminal.Size(rows: 5, columns: 6))
        let screen = try await terminal.waitForScreen { $0.lines.contains("7890X") }
        #expect(screen.scrollback == ["123456"] && screen.cursor == (0, 5))
    }

    @Test func megabytesAreFollowedAPartAtATime() async throws {
        let terminal = try shell("seq 100000; printf done; exec sleep 1000")
        let screen = try await terminal.waitForScreen { $0.lines.contains("done") }
        #expect(screen.scrollback.count == 100_000 - 23 && screen.scrollback[41] == "42")
    }

    @Test func readlineEditsALineOfWideCharactersAcrossRows() async throws {
        let terminal = try shell("exec bash --norc --noprofile -i", size: Terminal.Size(rows: 8, columns: 20))
        try await terminal.waitForScreen { $0.isBracketedPasteOn }
        terminal.enter("PS1='> '")
        try await terminal.waitForScreen { $0.lines.contains(">") }
        terminal.type("\u{0C}: 日本語テキスト漢字 und mehr")
        try await terminal.waitForScreen { $0.lines[...2] == ["> : 日本語テキスト漢", "字 und mehr", ""] }
        terminal.type("\u{01}xy")
        let screen = try await terminal.waitForScreen {
            $0.lines[...1] == ["> xy: 日本語テキスト", "漢字 und mehr"] && $0.cursor == (0, 4)
        }
        #expect(screen.unknown.isEmpty)
    }
}
