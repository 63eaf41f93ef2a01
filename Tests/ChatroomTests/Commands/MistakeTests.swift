import ChatroomTestSupport
import Foundation
import Testing

/// What people get wrong on the command line: what they are told, and what a script sees.
@Suite(.timeLimit(.minutes(1)))
struct MistakeTests {
    @Test func whatIsWrongIsNamedAndTheStatusFits() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let directory = alice.home.file("directory")
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            for (words, status, told) in [
                (["send", "lobby", "--ask", ""], 65, "the question is empty, nothing sent."),
                (["send", "lobby", "--ask", " \t"], 65, "the question is empty, nothing sent."),
                (["history", "lobby", "--timeout", "0"], 64, "--timeout: nothing can be done in no time. Write 1s"),
                (
                    ["send", "lobby", "-dash"], 64,
                    "unknown option '-dash'. A text that begins with '-' goes behind '--'."
                ),
                (["shell", "--script", directory], 74, "cannot read \(directory) (is a directory)."),
                (
                    ["login", "alice", "--password-file", directory], 74,
                    "cannot read \(directory) (is a directory)."
                ),
                (["login", "alice", "--password", "x"], 64, "a password is never an argument. Write --password-file"),
                (
                    ["send", "lobby", "--ask", "Lunch?", "--from", "nobody"], 68, "there is no user 'nobody'"
                ),
                (
                    ["listen", "--since", "ops:4", "lobby"], 64,
                    "the cursor ops:4 works only when ops is the only target"
                ),
            ] as [([String], Int32, String)] {
                let ended = try await alice.run(words).check(status)
                #expect(ended.errors.hasPrefix("chatroom: \(told)"), "\(words): \(ended.errors)")
                #expect(ended.output.isEmpty && ended.errors.split(separator: "\n").count == 1, "\(words)")
            }
            try await alice.run(["history", "lobby"]).check(1)
        }
    }

    @Test func aTextThatIsTooLongKeepsItsFileBack() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("file", [UInt8](repeating: 0, count: 3_000_000))
            let text = String(repeating: "x", count: 66_000)
            let ended = try await alice.run(["sendfile", "lobby", alice.home.file("file"), "--message", text])
            #expect(ended.exit == .code(65))
            #expect(ended.errors.contains("message is 66,000 bytes, the limit is 65,536"))
            #expect(try await alice.run(["sendfile", "--list"]).exit == .code(1))
        }
    }

    @Test func aRoomOfTheOtherKindIsNoticed() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["room", "create", "ops"]).check()
            let ended = try await alice.run(["room", "create", "ops", "--ensure", "--private"]).check()
            #expect(ended.errors == "the room ops existed and stays public\n")
            #expect(try await alice.run(["room", "create", "ops", "--ensure"]).check().errors.isEmpty)
        }
    }

    @Test func whoChangesAMessageIsToldSo() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["send", "lobby", "one"]).check()
            for (words, told) in [
                (["--edit", "1", "two"], "edited #1 in lobby (#2)"), (["--delete", "1"], "deleted #1 in lobby (#3)"),
            ] {
                let terminal = try alice.startOnTerminal(["send", "lobby"] + words)
                _ = try await terminal.waitFor(told)
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }
}
