import ChatroomTestSupport
import Foundation
import Testing

/// The words of mistakes in the shell, which speaks of its own commands.
@Suite(.timeLimit(.minutes(2)))
struct ShellMistakeTests {
    private static let needsID = "/get needs the id of a file. Write /get ID [PATH]; /files shows what there is."
    private static let needsRoom =
        "/room needs a command and a room. Write /room COMMAND ROOM; the commands are create,"

    @Test func aMistakeIsToldInWordsOfTheShell() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let terminal = try alice.startOnTerminal(["shell"], size: Terminal.Size(rows: 24, columns: 250))
            let stage = ShellStage(terminal, of: alice)
            try await stage.waitForLine("lobby> ")
            for (line, words) in [
                ("/get", Self.needsID), ("/get ''", Self.needsID),
                ("/get f_01998C3WB2 a b", "/get takes the id of a file and one path."),
                (
                    "/get f_01998C3WB2 --force",
                    "/get takes no option '--force', so nothing was done. A file of that name is './--force', or stands "
                        + "behind '--'."
                ),
                ("/get --force", "/get takes no option '--force'"),
                ("/file --x", "/file takes no option '--x'"),
                ("/files a b", "/files takes one room or @user."), ("/file", "/file needs a path."),
                ("/file -", "/file takes a file. 'chatroom sendfile' reads"),
                ("/exec -x ls", "/exec takes no option but -o"), ("/thread abc", "/thread takes a message's"),
                ("/get f_0199", "'f_0199' is not the id of a file, such as f_01998C3WB2. '/files' shows them."),
                (
                    "/get f_01998C3WB2",
                    "there is no file f_01998C3WB2, or it is gone. '/files' shows what there is."
                ),
                ("/room", Self.needsRoom), ("/room ''", Self.needsRoom),
                ("/room creat x", "no such command '/room creat'. Did you mean '/room create'?"),
                ("/room zzzzzz", "no such command '/room zzzzzz'. '/help room' shows what there is."),
                ("/room join", "missing expected argument '<room>'. '/help room' shows what there is."),
                ("/room set ops", "nothing to set. '/room set --help' shows what there is."),
                ("/history --bogus", "unknown option '--bogus'. '/help history' shows what there is."),
                ("/who --bogus", "unknown option '--bogus'. '/help who' shows what there is."),
                ("/rooms x", "unexpected argument 'x'. '/help rooms' shows what there is."),
                ("/mentions --follow", "the shell follows already."),
                ("/go nosuch", "there is no room 'nosuch'. '/rooms' shows all."),
                ("/room join nosuch", "there is no room 'nosuch'. '/rooms' shows all."),
            ] {
                let said: @Sendable () -> Int = { stage.rows.count { $0.hasPrefix("chatroom: \(words)") } }
                let before = said()
                terminal.enter(line)
                try await eventually("an error for \(line)") { said() == before + 1 }
            }
            #expect(!stage.rows.contains { $0.contains("chatroom room") || $0.contains("chatroom getfile") })
            try await stage.quit()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: alice.home.path).allSatisfy { $0.hasPrefix(".") })
        }
    }

    @Test func aScriptEndsWithTheSameWords() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for (line, status, words) in [
                ("/get", 64, "/get needs the id of a file. Write"),
                ("/room", 64, "/room needs a command and a room. Write"),
                ("/get f_01998C3WB2 --force", 64, "/get takes no option"),
                ("/go nosuch", 68, "there is no room 'nosuch'. '/rooms'"),
                ("/who --bogus", 64, "unknown option '--bogus'. '/help who' shows"),
                ("/history '\n'", 65, "a room name"),
            ] as [(String, Int32, String)] {
                let ended = try await alice.run(["shell", "-c", line, "-c", "never"]).check(status)
                #expect(ended.errors.hasPrefix("chatroom: \(words)"), "\(ended.errors)")
                #expect(ended.output.isEmpty && ended.errors.split(separator: "\n").count == 1)
            }
            try await alice.run(["history", "lobby"]).check(1)
        }
    }

    @Test func aFileWhoseNameLooksLikeAnOptionGoesAndComes() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("-n", Array("1".utf8))
            let id = try await alice.run(["shell", "-c", "/file -- -n"]).check().lines.first ?? ""
            #expect(try await alice.run(["shell", "-c", "/get \(id) -- --force"]).check().lines == ["--force"])
            try await alice.run(["shell", "-c", "/get \(id) ./--list"]).check()
            for name in ["--force", "--list"] {
                #expect(try String(contentsOfFile: alice.home.file(name), encoding: .utf8) == "1")
            }
        }
    }

    /// Words after a slash command mean what they mean on the command line.
    @Test func whatTheCommandLineTakesTheShellTakes() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for text in ["one", "two", "three"] { try await alice.run(["send", "lobby", text]).check() }
            func output(_ line: String) async throws -> [String] {
                try await alice.run(["shell", "-c", line]).check().lines
            }
            #expect(try await output("/history -n2 --format {line}") == ["two", "three"])
            #expect(try await output("/history today --format '-{line}'") == ["-one", "-two", "-three"])
            #expect(try await output("/history 1 --format '{line}' -- ") == ["three"])
            for line in ["/history -h", "/room join --help", "/room help join", "/room --help"] {
                let help = try await output(line)
                #expect(help.contains { $0.hasPrefix("Usage: chatroom ") } && help.contains("Examples:"), "\(line)")
            }
            try await alice.run(["room", "create", "mon"]).check()
            try await alice.run(["send", "mon", "in a room"]).check()
            #expect(try await output("/history mon --format {line}") == ["in a room"])
        }
    }

    @Test func aChangeThatIsRefusedIsNoMessageThatWasNotSent() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await alice.run(["send", "lobby", "of alice"]).check()
            let stage = try await ShellStage.open(bob)
            stage.terminal.enter("/topic mine")
            try await stage.waitForRow(endingIn: "the text was: mine")
            stage.terminal.enter("/edit 1 other")
            try await stage.waitForRow(endingIn: "the text was: other")
            stage.terminal.enter("/delete 1")
            let said = try await stage.terminal.waitFor("message 1 was not deleted in lobby: ")
            #expect(said.contains("the topic was not changed in lobby: you may not change the topic of"))
            #expect(said.contains("message 1 was not changed in lobby: "))
            #expect(!said.contains("not sent"))
            stage.terminal.enter("/go nosuch")
            try await stage.waitForRow(endingIn: "'/rooms' shows all.")
            try await stage.quit()
        }
    }

    @Test func aChangeThatIsKeptIsNoMessageThatIsKept() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            try await stage.say("one")
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            stage.terminal.enter("/topic what runs")
            try await stage.waitForRow(endingIn: "kept; the topic of lobby is changed on return: what runs")
            stage.terminal.enter("/edit two")
            try await stage.waitForRow(endingIn: "kept; message 1 in lobby is changed on return: two")
            stage.terminal.enter("/delete")
            try await stage.waitForRow(endingIn: "kept; message 1 in lobby is deleted on return")
            try await fixture.server.restart()
            try await stage.waitForLine("lobby> ")
            try await eventually("the topic") {
                try await alice.run(["room", "topic", "lobby"]).lines == ["what runs"]
            }
            try await stage.quit()
        }
    }
}
