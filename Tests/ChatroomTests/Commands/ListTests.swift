import ChatroomTestSupport
import Testing

/// Every list, as a person at a terminal and as a program behind a pipe get it.
@Suite(.timeLimit(.minutes(2)))
struct ListTests {
    /// A command, the headings that a person sees, and how many fields each row has for a program.
    struct List: Sendable, CustomTestStringConvertible {
        let command: [String]
        let headings: String
        let fields: Int

        var testDescription: String { command.joined(separator: " ") }
    }

    private static let files = "ID            TIME      WHERE  FROM        SIZE  NAME"

    private static let lists = [
        List(command: ["who"], headings: "NAME   KIND   STATUS  LAST ACTIVE  NOTE", fields: 5),
        List(command: ["who", "@alice"], headings: "NAME   KIND   STATUS  LAST ACTIVE  NOTE", fields: 5),
        List(
            command: ["room", "list"],
            headings: "NAME   ACCESS   ROLE    UNREAD  MENTIONS  LAST MESSAGE  TOPIC", fields: 7),
        List(command: ["room", "info", "ops"], headings: "ROLE   NAME", fields: 2),
        List(
            command: ["login", "--list"], headings: "NUMBER  CREATED   LAST USED         CURRENT  MACHINE", fields: 5),
        List(command: ["getfile", "--list"], headings: files, fields: 6),
        List(command: ["getfile", "--list", "ops"], headings: files, fields: 6),
        List(command: ["history", "--files"], headings: files + "        TEXT", fields: 7),
        List(command: ["history", "ops", "--files"], headings: files + "    TEXT", fields: 7),
    ]

    @Test func aTerminalHasHeadingsAndAPipeHasTabs() async throws {
        try await withLists { alice in
            for list in Self.lists {
                let shown = try await screen(list.command, of: alice)
                #expect(shown.contains(list.headings), "\(list.testDescription): \(shown)")
                #expect(!shown.contains { $0.contains("\t") })
                let piped = try await alice.run(list.command).check().lines
                #expect(!piped.isEmpty && !piped.contains(list.headings))
                for row in piped {
                    let count = row.split(separator: "\t", omittingEmptySubsequences: false).count
                    #expect(count == list.fields, "\(list.testDescription): \(row)")
                }
            }
        }
    }

    @Test func theSameRowsAreInBothForms() async throws {
        try await withLists { alice in
            let shown = try await screen(["getfile", "--list"], of: alice)
            let start = try #require(shown.firstIndex(of: Self.files))
            let rows = shown[(start + 1)...].filter { !$0.isEmpty }
            let piped = try await alice.run(["getfile", "--list"]).check().lines
            #expect(rows.map { $0.prefix(12) } == piped.map { $0.prefix(12) })
            #expect(
                rows.map { $0.dropFirst(14) } == [
                    "just now  ops    alice  100 bytes  report", "just now  @bob   alice     6.0 kB  日本語.txt",
                ])
            let fields = piped.map { $0.split(separator: "\t") }
            #expect(
                fields.map { $0[2...].joined(separator: " ") } == [
                    "ops alice 100 report", "@bob alice 6000 日本語.txt",
                ])
            #expect(fields.allSatisfy { $0[1].wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil })
        }
    }

    @Test func namesHaveTheirColoursUnlessNobodyWantsAny() async throws {
        try await withLists { alice in
            var plain = alice
            plain.environment["NO_COLOR"] = "1"
            for (user, more, isPainted) in [
                (alice, [], true), (plain, [], false), (alice, ["--color", "never"], false),
                (plain, ["--color", "always"], true),
            ] as [(ChatroomBinary, [String], Bool)] {
                let terminal = try user.startOnTerminal(["who"] + more)
                try await terminal.waitForExit()
                #expect(terminal.text.contains(/\u{1B}\[[0-9;]+malice\u{1B}\[0m/) == isPainted)
                #expect(terminal.text.contains("\u{1B}") == isPainted)
            }
            #expect(!(try await alice.run(["who", "--color", "always"]).check().output.contains("\u{1B}")))
        }
    }

    @Test func theNewestIsLast() async throws {
        try await withLists { alice in
            try await alice.run(["send", "lobby", "the newest"]).check()
            let rows = try await alice.run(["room", "list"]).check().lines
            #expect(rows.map { $0.prefix { $0 != "\t" } } == ["empty", "ops", "@bob", "lobby"])
        }
    }

    @Test func anUploadThatIsUnfinishedIsListed() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let sending = try alice.start(["sendfile", "lobby", "-", "--name", "a pipe"], input: .pipe)
            defer { sending.kill() }
            sending.write(String(repeating: "x", count: 3_000_000))
            try await eventually("an upload") { try await alice.run(["sendfile", "--list"]).exit == .code(0) }
            let shown = try await screen(["sendfile", "--list"], of: alice)
            #expect(shown.contains { $0.wholeMatch(of: /ID {12}LAST SENT  TO +SENT  OF  NAME/) != nil }, "\(shown)")
            let row = try #require(try await alice.run(["sendfile", "--list"]).check().lines.first)
            let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
            #expect(fields.count == 6 && fields[2] == "lobby" && fields[4] == "" && fields[5] == "a pipe")
            #expect((Int(fields[3]) ?? 0) > 0)
        }
    }

    @Test func aPersonIsToldThatThereIsNothing() async throws {
        try await Fixture.with { fixture in
            var (alice, _) = (try await fixture.user("alice"), try await fixture.user("bob"))
            alice.environment["CHATROOM_PAGER"] = ""
            try await alice.run(["room", "create", "ops"]).check()
            for (command, words) in [
                ("getfile --list ops", "no files in ops"), ("getfile --last @bob", "no files with @bob"),
                ("sendfile --list ops", "no unfinished uploads to ops"), ("history --files", "no files"),
                ("history --unread", "nothing unread"), ("history ops --mentions", "nothing mentions you in ops"),
                ("history ops", "no messages in ops"), ("history ops --since 1h", "no such messages in ops"),
                ("history --search zzz", "nothing found"), ("room topic ops", "the room ops has no topic"),
            ] {
                let command = command.split(separator: " ").map(String.init)
                let terminal = try alice.startOnTerminal(command)
                #expect(try await terminal.waitForExit() == 1, "\(command)")
                #expect(terminal.screen.lines.filter { !$0.isEmpty } == [words], "\(command)")
                let piped = try await alice.run(command).check(1)
                #expect(piped.output == "" && piped.errors == "", "\(command)")
            }
            let quiet = try alice.startOnTerminal(["getfile", "--list", "-q"])
            #expect(try await quiet.waitForExit() == 1 && quiet.text == "")
        }
    }

    @Test func aPersonAtThePromptSeesTablesAndAScriptGetsFields() async throws {
        try await withLists { alice in
            let stage = try await ShellStage.open(alice)
            for (line, headings) in [
                ("/who", "NAME   KIND   STATUS  LAST ACTIVE  NOTE"),
                ("/rooms", "NAME   ACCESS   ROLE    UNREAD  MENTIONS  LAST MESSAGE  TOPIC"),
                ("/files ops", Self.files), ("/room info ops", "ROLE   NAME"),
                ("/tokens", "NUMBER  CREATED   LAST USED         CURRENT  MACHINE"),
            ] {
                try await stage.act(line)
                #expect(stage.rows.contains(headings), "\(line): \(stage.terminal.screen)")
                let script = try await alice.run(["shell", "-c", line]).check().lines
                #expect(!script.contains(headings) && script.allSatisfy { $0.contains("\t") }, "\(line)")
            }
            try await stage.act("/files")
            #expect(stage.rows.contains("-- no files in lobby --"))
            try await stage.quit()
        }
    }

    @Test func aPlainShellColoursNothing() async throws {
        try await withLists { alice in
            let stage = try await ShellStage.open(alice, ["--plain"])
            for line in ["/who", "/history @bob", "/history --files", "/files @bob"] { try await stage.act(line) }
            #expect(stage.rows.contains { $0.hasSuffix("日本語.txt") })
            try await stage.quit()
            #expect(!stage.terminal.text.contains(/\u{1B}\[[0-9;]*m/))
        }
    }

    /// Runs something with a room, a direct conversation and files in both.
    private func withLists(_ body: (ChatroomBinary) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            var (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            alice.environment["CHATROOM_PAGER"] = ""
            try alice.home.write("report", [UInt8](repeating: 1, count: 100))
            try alice.home.write("日本語.txt", [UInt8](repeating: 2, count: 6000))
            try await bob.run(["room", "create", "empty"]).check()
            try await alice.run(["room", "create", "ops", "--private"]).check()
            try await alice.run(["sendfile", "ops", "report", "--message", "the report"]).check()
            try await alice.run(["sendfile", "@bob", "日本語.txt"]).check()
            try await body(alice)
        }
    }

    /// The rows that a command leaves on a terminal of 80 columns.
    private func screen(_ command: [String], of user: ChatroomBinary) async throws -> [String] {
        let terminal = try user.startOnTerminal(command)
        #expect(try await terminal.waitForExit() == 0, "\(command)")
        return terminal.screen.lines
    }
}
