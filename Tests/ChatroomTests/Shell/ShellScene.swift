import ChatroomTestSupport
import Testing

/// Alice's shell in the lobby on a terminal, and Bob, who sends to it.
struct ShellScene {
    let stage: ShellStage
    let alice: ChatroomBinary
    let bob: ChatroomBinary
    private let size: Terminal.Size

    /// Runs something with an empty lobby.
    ///
    /// - Parameters:
    ///   - columns: The terminal's width.
    ///   - inputrc: Alice's `~/.inputrc`.
    ///   - environment: What is added to her environment.
    ///   - arguments: The arguments of her shell.
    ///   - body: What to run.
    /// - Throws: What `body` throws, and that there is no prompt.
    static func with(
        columns: Int = 80, inputrc: String? = nil, environment: [String: String] = [:], _ arguments: [String] = [],
        _ body: (ShellScene) async throws -> Void
    ) async throws {
        try await Fixture.with { fixture in
            var alice = try await fixture.user("alice")
            alice.environment.merge(environment) { $1 }
            if let inputrc { _ = try alice.home.write(".inputrc", inputrc.utf8) }
            let size = Terminal.Size(rows: 24, columns: columns)
            let terminal = try alice.startOnTerminal(["shell"] + arguments, size: size)
            let stage = ShellStage(terminal, of: alice)
            try await stage.waitForLine("lobby>")
            try await body(
                ShellScene(stage: stage, alice: alice, bob: try await fixture.user("bob"), size: size))
        }
    }

    var terminal: Terminal { stage.terminal }

    /// Bob says something to the lobby; returns when its last row is on the screen.
    func arrive(_ texts: String...) async throws {
        for text in texts {
            try await bob.run(["send", "lobby", text]).check()
            let last = text.split(separator: "\n").last.map(String.init) ?? text
            try await terminal.waitForScreen("'\(last)'") { screen in
                screen.lines.contains { $0.hasSuffix(" \(last)") && !$0.hasPrefix("lobby") }
            }
        }
    }

    /// The rows below the rule of the day, with `HH:MM` for times.
    var rows: [String] {
        let all = stage.rows
        let start = all.firstIndex { $0.hasPrefix("-- ") && $0.hasSuffix(" --") } ?? -1
        var rows = all[(start + 1)...].map { $0.replacing(/^[0-2][0-9]:[0-5][0-9]/, with: "HH:MM") }
        while rows.last?.isEmpty == true { rows.removeLast() }
        return rows
    }

    /// Checks everything below the rule of the day, cell by cell: what was said, then the line that is being typed as a
    /// terminal shows a plain text of the same words, and where the cursor is.
    ///
    /// - Parameters:
    ///   - said: The rows that messages take.
    ///   - line: The prompt and what is typed.
    ///   - back: How many columns the cursor is before the end of the line; it is in the line's last row.
    ///   - columns: The width that the terminal has by now.
    ///   - sourceLocation: Left out.
    /// - Throws: Nothing of its own.
    func check(
        _ said: [String], line: String, back: Int = 0, columns: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var plain = TerminalScreen(size: Terminal.Size(rows: 60, columns: columns ?? size.columns))
        plain.write(Array(line.replacing("\n", with: "\r\n").utf8))
        var typed = plain.lines
        while typed.last?.isEmpty == true { typed.removeLast() }
        let wanted = said + typed
        let isAsWanted: @Sendable (TerminalScreen) -> Bool = { _ in rows == wanted }
        _ = try? await terminal.waitForScreen("such rows", until: isAsWanted)
        #expect(rows == wanted, "\(terminal.screen)", sourceLocation: sourceLocation)
        let screen = terminal.screen
        let typedCells = plain.cells.prefix(typed.count)
        let end = screen.lines.lastIndex { !$0.isEmpty } ?? 0
        let shown = screen.cells[max(0, end - typed.count + 1)...end]
        #expect(Array(shown) == Array(typedCells), "\(screen)", sourceLocation: sourceLocation)
        #expect(screen.cursor.row == end, "\(screen)", sourceLocation: sourceLocation)
        #expect(screen.cursor.column == plain.cursor.column - back, "\(screen)", sourceLocation: sourceLocation)
        #expect(screen.unknown.isEmpty, sourceLocation: sourceLocation)
    }

    /// How Bob's message looks.
    static func row(_ text: String) -> String { "HH:MM  bob          \(text)" }
    /// How Alice's own message looks.
    static func own(_ text: String) -> String { "HH:MM  alice        \(text)" }
    /// How a further line of a message looks.
    static func more(_ text: String) -> String { "                  | \(text)" }
}
