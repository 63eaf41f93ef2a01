import ChatroomTestSupport
import Testing

/// The screen, cell by cell, when messages arrive while a line is being typed.
@Suite(.timeLimit(.minutes(3)))
struct ShellScreenTests {
    private static let left = "\u{1b}[D"
    private static let wide =
        "界界界 this line has wide 漢字 and é and wraps over three rows of the terminal, as it is so long 終わり"
    private static let news = ["one", "two\nlines\nthree", "宽字 wide"]
    private static let newsRows = [
        ShellScene.row("one"), ShellScene.row("two"), ShellScene.more("lines"), ShellScene.more("three"),
        ShellScene.row("宽字 wide"),
    ]

    @Test func aHalfTypedLineStaysAsItWas() async throws {
        try await ShellScene.with { scene in
            scene.terminal.type("sure, one mo" + String(repeating: Self.left, count: 3))
            try await scene.arrive(Self.news[0], Self.news[1], Self.news[2])
            try await scene.check(Self.newsRows, line: "lobby> sure, one mo", back: 3)
            scene.terminal.type("X")
            try await scene.check(Self.newsRows, line: "lobby> sure, oneX mo", back: 3)
        }
    }

    @Test func aLineOfThreeRowsWithWideCharactersStaysAsItWas() async throws {
        try await ShellScene.with(columns: 50) { scene in
            scene.terminal.type(Self.wide)
            try await scene.arrive(Self.news[0], Self.news[1], Self.news[2])
            try await scene.check(Self.newsRows, line: "lobby> \(Self.wide)")
            scene.terminal.press(.enter)
            try await scene.stage.waitForRow(endingIn: "終わり")
            try await scene.stage.waitForLine("lobby>")
            #expect(scene.rows.count { $0.hasPrefix("HH:MM  alice") } == 1)
        }
    }

    @Test func aLineThatEndsAtTheLastColumnStaysAsItWas() async throws {
        try await ShellScene.with(columns: 40) { scene in
            scene.terminal.type(String(repeating: "x", count: 32))
            try await scene.arrive("one")
            try await scene.check([ShellScene.row("one")], line: "lobby> " + String(repeating: "x", count: 32))
            scene.terminal.type("yz")
            try await scene.arrive("two")
            try await scene.check(
                [ShellScene.row("one"), ShellScene.row("two")],
                line: "lobby> " + String(repeating: "x", count: 32) + "yz")
        }
    }

    @Test func aSearchStaysOpenAndThePromptChangesAfterIt() async throws {
        try await ShellScene.with { scene in
            try await scene.stage.say("first line")
            scene.terminal.press(.controlR)
            scene.terminal.type("fir")
            try await scene.stage.waitForLine("(reverse-i-search)`fir': first line")
            try await scene.arrive("one")
            try await scene.bob.run(["send", "@alice", "psst"]).check()
            try await scene.stage.waitForRow(endingIn: "psst")
            let said = [ShellScene.own("first line"), ShellScene.row("one"), "HH:MM  @bob      bob          psst"]
            #expect(scene.rows == said + ["(reverse-i-search)`fir': first line"])
            scene.terminal.press(.enter)
            try await scene.check(said + [ShellScene.own("first line")], line: "lobby> ")
        }
    }

    @Test func aResizeThereAndBackLosesNothing() async throws {
        try await ShellScene.with(columns: 60) { scene in
            scene.terminal.type(Self.wide)
            try await scene.arrive("one")
            try await scene.check([ShellScene.row("one")], line: "lobby> \(Self.wide)")
            // No rule of a day is longer than 33 characters.
            try scene.terminal.resize(Terminal.Size(rows: 24, columns: 34))
            try await scene.check([ShellScene.row("one")], line: "lobby> \(Self.wide)", columns: 34)
            try await scene.arrive("two")
            let both = [ShellScene.row("one"), ShellScene.row("two")]
            try await scene.check(both, line: "lobby> \(Self.wide)", columns: 34)
            try scene.terminal.resize(Terminal.Size(rows: 24, columns: 80))
            try await scene.check(both, line: "lobby> \(Self.wide)", columns: 80)
            try await scene.arrive("three")
            try await scene.check(both + [ShellScene.row("three")], line: "lobby> \(Self.wide)", columns: 80)
        }
    }

    @Test func aPasteIsOneMessageAndALongOneIsAskedAbout() async throws {
        try await ShellScene.with { scene in
            scene.terminal.type("\u{1b}[200~one\rtwo\rthree\u{1b}[201~")
            try await scene.stage.waitForLine("three")
            try await scene.arrive("hello")
            #expect(scene.rows == [ShellScene.row("hello"), "lobby> one", "two", "three"])
            scene.terminal.press(.enter)
            let first = [
                ShellScene.row("hello"), ShellScene.own("one"), ShellScene.more("two"), ShellScene.more("three"),
            ]
            try await scene.check(first, line: "lobby> ")
            let lines = (1...7).map { "line \($0)" }
            scene.terminal.type("\u{1b}[200~\(lines.joined(separator: "\r"))\r\u{1b}[201~")
            try await scene.terminal.waitForScreen("the paste") { $0.lines.contains("line 7") }
            scene.terminal.press(.enter)
            try await scene.terminal.waitForScreen("the question") { screen in
                screen.lines.contains("-- 7 lines, one message: Return sends it, Ctrl-C drops it --")
            }
            #expect(!scene.rows.contains(ShellScene.own("line 1")))
            scene.terminal.press(.enter)
            try await scene.stage.waitForRow(endingIn: "| line 7")
            try await scene.stage.waitForLine("lobby>")
            scene.terminal.type("\u{1b}[200~\(lines.joined(separator: "\r"))\u{1b}[201~")
            scene.terminal.press(.enter)
            try await scene.terminal.waitForScreen("the paste") { $0.lines[$0.cursor.row] == "line 7" }
            scene.terminal.press(.controlC)
            try await scene.stage.waitForLine("lobby>")
            try await scene.stage.say("after")
            let history = try await scene.alice.run(["history", "lobby", "--json", "--from", "alice"]).check()
            #expect(history.lines.count == 3)
            #expect(history.lines[1].contains(#""text":"line 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7""#))
        }
    }

    @Test func viModeIsReadlinesOwn() async throws {
        try await ShellScene.with(inputrc: "set editing-mode vi\n") { scene in
            scene.terminal.type("hello world")
            try await scene.stage.waitForLine("lobby> hello world")
            scene.terminal.press(.escape)
            try await scene.terminal.waitForScreen("movement") { $0.cursor.column == 17 }
            scene.terminal.type("bcwthere")
            try await scene.arrive("one")
            try await scene.check([ShellScene.row("one")], line: "lobby> hello there")
            scene.terminal.press(.escape)
            try await scene.terminal.waitForScreen("movement") { $0.cursor.column == 17 }
            scene.terminal.press(.enter)
            try await scene.check([ShellScene.row("one"), ShellScene.own("hello there")], line: "lobby> ")
            scene.terminal.type("typed at once")
            try await scene.check([ShellScene.row("one"), ShellScene.own("hello there")], line: "lobby> typed at once")
        }
    }

    @Test func altEnterBeginsALineOfTheSameMessage() async throws {
        try await ShellScene.with { scene in
            scene.terminal.type("first\u{1b}\rsecond")
            try await scene.arrive("one", "two")
            try await scene.check([ShellScene.row("one"), ShellScene.row("two")], line: "lobby> first\nsecond")
            scene.terminal.press(.enter)
            try await scene.check(
                [ShellScene.row("one"), ShellScene.row("two"), ShellScene.own("first"), ShellScene.more("second")],
                line: "lobby> ")
        }
    }

    @Test func inTheCLocaleCharactersAreWhole() async throws {
        try await ShellScene.with(environment: ["LC_ALL": "C", "LANG": "C"]) { scene in
            scene.terminal.type("漢字 é x")
            scene.terminal.press(.backspace)
            scene.terminal.press(.backspace)
            try await scene.arrive("宽")
            try await scene.check([ShellScene.row("宽")], line: "lobby> 漢字 é")
            scene.terminal.press(.enter)
            try await scene.check([ShellScene.row("宽"), ShellScene.own("漢字 é")], line: "lobby> ")
        }
    }
}
