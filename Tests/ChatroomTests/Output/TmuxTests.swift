import ChatroomTestSupport
import Foundation
import Testing

/// What others wrote forges no row in tmux(1), whose table of widths is its own.
@Suite(.timeLimit(.minutes(2)), .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")))
struct TmuxTests {
    /// What stands before the forged row: characters that tables give 0, 1 or 2 columns, joiners, flags, controls.
    private static let fillers = [
        "x", "漢", "\u{600}", "\u{6DD}", "\u{70F}", "\u{890}", "\u{8E2}", "\u{110BD}", "\u{110CD}", "\u{AD}", "e\u{301}",
        "\u{200B}", "\u{200D}", "\u{2060}", "\u{3164}", "\u{115F}", "\u{1F469}\u{200D}\u{1F4BB}", "\u{1F1E9}\u{1F1EA}",
        "\u{2764}\u{FE0F}", "\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}", "\u{303F}", "\u{A9C1}", "\u{1160}", "\u{FFFD}",
        "\u{9B}",
    ]

    @Test(arguments: [20, 40, 80, 200]) func noTextForgesARow(columns: Int) async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            // As many as fill what a row leaves behind the time and the name, or a whole row.
            let lengths = [columns - 20, columns - 19, columns - 10, columns, columns / 2, columns / 2 - 10]
            var texts: [String] = []
            for filler in Self.fillers {
                for length in lengths where length > 0 {
                    texts.append(String(repeating: filler, count: length) + HostileText.forgedRow)
                }
            }
            let lines = texts.joined(separator: "\n") + "\n"
            try await bob.run(["send", "lobby", "--lines"], input: .text(lines)).check()
            let rows = try await Self.rows(of: "'\(alice.path)' history lobby -n 0", columns, in: alice)
            #expect(!rows.contains(where: Self.isForged))
            #expect(rows.count { $0.wholeMatch(of: /\d\d:\d\d  bob( .*)?/) != nil } == texts.count)
            // Which it would have, had it been printed as it is.
            let plain = String(repeating: "x", count: columns) + HostileText.forgedRow
            try alice.home.write("texts", Array((texts + [plain]).joined(separator: "\n").utf8))
            #expect(try await Self.rows(of: "cat texts", columns, in: alice).contains(where: Self.isForged))
        }
    }

    /// Whether a row begins as a message of alice would, who said nothing; the rest may be on the next one.
    private static func isForged(_ row: String) -> Bool { row.hasPrefix("17:00  alice") }

    /// What tmux shows of a command's output, row by row.
    private static func rows(of command: String, _ columns: Int, in user: ChatroomBinary) async throws -> [String] {
        var environment = user.environment
        environment.merge(["TMUX_TMPDIR": user.home.path, "CHATROOM_PAGER": "cat", "SHELL": "/bin/sh"]) { $1 }
        func tmux(_ arguments: [String]) async throws -> FinishedProcess {
            try await RunningProcess(
                "/usr/bin/tmux", ["-u", "-f", "/dev/null"] + arguments, environment: environment,
                directory: user.home.path
            ).waitForExit()
        }
        // The first session's history is as long as was set before it began.
        let shown = "\(command); tmux wait-for -S shown; exec sleep 600"
        try await tmux(
            [
                "start-server", ";", "set-option", "-g", "history-limit", "100000", ";", "set-option", "-g", "status",
                "off",
                ";", "new-session", "-d", "-x", "\(columns)", "-y", "50", shown,
            ]
        ).check()
        try await tmux(["wait-for", "shown"]).check()
        let captured = try await tmux(["capture-pane", "-p", "-S", "-"]).check()
        try await tmux(["kill-server"]).check()
        return captured.lines
    }
}
