import ChatroomTestSupport
import Foundation
import Testing

/// A server that is not there yet when a command begins.
@Suite(.timeLimit(.minutes(2)))
struct LateServerTests {
    private static let trying = "(connection refused); trying until it answers"

    /// What goes on until it is told to end, and what each of them shows first of a message to the lobby.
    private static let lasting = [
        ["listen", "lobby", "--since", "lobby:0", "--format", "{text}"],
        ["listen", "--since", "1h", "--format", "{text}"],
        ["listen", "lobby", "--mention", "--since", "lobby:0", "--format", "{text}"],
        ["listen", "lobby", "--cursor", "w", "--since", "lobby:0", "--format", "{text}"],
        ["listen", "--cursor", "x", "--since", "1h", "--exec", "sh -c 'cat; echo'"],
        ["history", "lobby", "--follow", "--format", "{text}"],
    ]

    @Test func whatLastsWaitsForItAndMissesNothing() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["send", "lobby", "stored for @alice"]).check()
            try await fixture.server.kill()
            let waiting = try Self.lasting.map { try alice.start($0) }
            let watch = try alice.start(["who", "--watch"])
            for process in waiting + [watch] {
                _ = try await process.waitForLine(containing: Self.trying, on: .errors)
            }
            try await fixture.server.restart()
            for process in waiting {
                _ = try await process.waitForLine(containing: "stored for @alice", on: .output)
                // One note however often it was tried, and one when it answers.
                _ = try await process.waitForLine(containing: " answers after ", on: .errors)
                let notes = process.errorsSoFar.split(separator: "\n").map(String.init)
                #expect(notes.count == 2 && notes[0].hasSuffix(Self.trying), "\(notes)")
                #expect(notes.last?.hasPrefix("\(fixture.server.address) answers after ") == true, "\(notes)")
            }
            _ = try await watch.waitForLine(containing: "alice", on: .output)
            try await alice.run(["send", "lobby", "live for @alice"]).check()
            for process in waiting { _ = try await process.waitForLine(containing: "live for @alice", on: .output) }
        }
    }

    @Test func theTimeOfTheCommandEndsTheWaitWithWhyItWaited() async throws {
        try await Self.withoutServer { alice in
            let commands =
                Self.lasting + [
                    ["who", "--watch"], ["listen", "--until-idle", "1s"], ["shell", "-c", "never sent"],
                ]
            let running = try commands.map { try alice.start($0 + ["--timeout", "1s"]) }
            for process in running {
                let ended = try await process.waitForExit().check(69)
                #expect(ended.output.isEmpty)
                let lines = ended.errors.split(separator: "\n")
                #expect(lines.count == 2 && lines[0].hasSuffix(Self.trying), "\(lines)")
                #expect(lines.last?.hasSuffix("(connection refused). Is 'chatroom serve' running there?") == true)
            }
        }
    }

    @Test func whatIsDoneOnceFailsAtOnce() async throws {
        try await Self.withoutServer { alice in
            for arguments in [["history", "lobby"], ["who"], ["room", "list"], ["send", "lobby", "hi"]] {
                let ended = try await alice.run(arguments).check(69)
                #expect(ended.errors.split(separator: "\n").count == 1)
            }
        }
    }

    @Test func aSignalEndsTheWait() async throws {
        try await Self.withoutServer { alice in
            let listener = try alice.start(["listen", "lobby"])
            _ = try await listener.waitForLine(containing: Self.trying, on: .errors)
            listener.send(signal: SIGTERM)
            try await listener.waitForExit().check(130)
        }
    }

    @Test func whatTimeDoesNotCureEndsAtOnce() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            var stranger = alice
            stranger.environment["CHATROOM_TOKEN"] = String(repeating: "0", count: 64)
            let key = "SHA256:" + String(repeating: "A", count: 43)
            for (user, more, status) in [(stranger, [], 77), (alice, ["--fingerprint", key], 76)] {
                for arguments in [
                    ["listen", "lobby"], ["history", "lobby", "-f"], ["who", "--watch"], ["shell", "-c", "a"],
                ] {
                    let ended = try await user.run(arguments + more).check(Int32(status))
                    #expect(!ended.errors.contains("trying"), "\(ended.errors)")
                }
            }
        }
    }

    @Test func aScriptedShellWaitsForAWhile() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await fixture.server.kill()
            let shell = try alice.start(["shell"], input: .text("from a script\n"))
            _ = try await shell.waitForLine(containing: Self.trying, on: .errors)
            try await fixture.server.restart()
            try await shell.waitForExit().check()
            #expect(try await alice.run(["history", "lobby", "--format", "{text}"]).check().lines == ["from a script"])
        }
    }

    /// Runs something for a user whose server is gone.
    private static func withoutServer(_ body: (ChatroomBinary) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await fixture.server.kill()
            try await body(alice)
        }
    }
}
