import ChatroomCore
import ChatroomTestSupport
import Foundation
import Glibc
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

/// `send --queue` and `send --flush`.
@Suite(.timeLimit(.minutes(2)))
struct QueuedSendTests {
    @Test func whatIsQueuedIsSentFirstInOrderUnderItsIDsAndOnce() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await fixture.server.kill()
            let first = try await alice.run(["send", "lobby", "--queue", "--print", "id", "one"]).check()
            #expect(first.errors.hasPrefix("queued: cannot reach \(fixture.server.address) (connection refused); "))
            let second = try await alice.run(["send", "lobby", "--queue", "--json", "two"]).check()
            let id = String(first.output.dropLast())
            #expect(second.output.hasPrefix(#"{"v":1,"type":"queued","id":""#))
            #expect(second.output.hasSuffix("\",\"conversation\":\"lobby\"}\n"))
            let lines = ["send", "lobby", "--queue", "--lines", "-q"]
            #expect(try await alice.run(lines, input: .text("three\n\nfour\n")).check().errors.isEmpty)
            // What is not to be kept fails, and takes nothing with it.
            try await alice.run(["send", "lobby", "not kept"]).check(69)
            let flushed = try await alice.run(["send", "--flush"]).check(69)
            #expect(flushed.errors.contains("what is queued waits"))
            try await fixture.server.restart()
            #expect(try await alice.run(["send", "lobby", "five"]).check().errors.isEmpty)
            let history = try await history(of: alice)
            #expect(history.map(\.text) == ["one", "two", "three", "", "four", "five"])
            #expect(history[0].id == id && second.output.contains(history[1].id))
            #expect(try outbox(of: alice) == [])
            // Nothing is left, and nothing needs a server to say so.
            try await fixture.server.kill()
            #expect(try await alice.run(["send", "--flush"]).check().errors.isEmpty)
        }
    }

    @Test func withAServerItIsAnOrdinarySend() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let sent = try await alice.run(["send", "lobby", "--queue", "--print", "seq", "hi"]).check()
            #expect(sent.output == "1\n" && sent.errors.isEmpty)
            let lines = ["send", "lobby", "--queue", "--lines", "--print", "seq"]
            #expect(try await alice.run(lines, input: .text("a\nb\n")).check().output == "2\n3\n")
            // What is refused at once is not kept.
            let refused = try await alice.run(["send", "nosuch", "--queue", "hi"]).check(68)
            #expect(refused.errors == "chatroom: there is no room 'nosuch'. 'chatroom room list' shows all.\n")
            var stranger = alice
            stranger.environment["CHATROOM_TOKEN"] = String(repeating: "0", count: 64)
            try await stranger.run(["send", "lobby", "--queue", "hi"]).check(77)
            let key = "SHA256:" + String(repeating: "A", count: 43)
            try await alice.run(["send", "lobby", "--queue", "hi", "--fingerprint", key]).check(76)
            #expect(try outbox(of: alice) == [])
        }
    }

    @Test func manyAtOnceLoseDoubleAndMisorderNothing() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await fixture.server.kill()
            let (writers, commands, each) = (8, 5, 5)
            let script = """
                for command in $(seq \(commands)); do
                    for line in $(seq \(each)); do echo "$0 $((command * 100 + line))"; done |
                        "$1" send lobby --queue --lines -q || exit
                done
                """
            let running = try (0..<writers).map { writer in
                try RunningProcess(
                    "/bin/bash", ["-c", script, "w\(writer)", alice.path], environment: alice.environment,
                    directory: alice.home.path)
            }
            // The server comes back in the middle.
            try await eventually("some that wait") { try outboxSize(of: alice) > 1000 }
            try await fixture.server.restart()
            for process in running { try await process.waitForExit(within: .seconds(60)).check() }
            try await alice.run(["send", "--flush"]).check()
            let texts = try await history(of: alice).map(\.text)
            #expect(texts.count == writers * commands * each)
            for writer in 0..<writers {
                let wanted = (1...commands).flatMap { command in
                    (1...each).map { "w\(writer) \(command * 100 + $0)" }
                }
                #expect(texts.filter { $0.hasPrefix("w\(writer) ") } == wanted)
            }
            #expect(try outbox(of: alice) == [])
        }
    }

    @Test func aSenderThatIsKilledLeavesItToTheNext() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            // The server takes the connection and does not answer.
            fixture.server.process.send(signal: SIGSTOP)
            let sender = try alice.start(["send", "lobby", "--queue", "of the dead"])
            try await eventually("the message on the disk") { try outboxSize(of: alice) > 0 }
            sender.kill()
            try await sender.waitForExit()
            fixture.server.process.send(signal: SIGCONT)
            try await alice.run(["send", "lobby", "of the living"]).check()
            #expect(try await history(of: alice).map(\.text) == ["of the dead", "of the living"])
            #expect(try outbox(of: alice) == [])
        }
    }

    @Test func whatWasStoredBeforeItsSenderWasKilledIsNotDoubled() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["send", "lobby", "stored"]).check()
            let stored = try #require(try await history(of: alice).first)
            // It was killed before it could strike the message.
            let queue = try queue(of: alice, "alice")
            try queue.add([OutgoingMessage(id: MessageID(stored.id), target: try Target("lobby"), body: "stored")])
            try await alice.run(["send", "--flush"]).check()
            #expect(try await history(of: alice).map(\.text) == ["stored"])
            #expect(try outbox(of: alice) == [])
        }
    }

    @Test func whatIsRefusedIsToldOnceAndHoldsNothingUp() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["room", "create", "secret", "--private"]).check()
            try await fixture.server.kill()
            for (target, text) in [("nosuch", "first"), ("lobby", "one"), ("secret", "second"), ("lobby", "two")] {
                try await alice.run(["send", target, "--queue", text]).check()
            }
            try await fixture.server.restart()
            let flushed = try await alice.run(["send", "--flush"]).check(68)
            let told = flushed.errors.split(separator: "\n")
            #expect(told.count == 2)
            #expect(told.first?.hasPrefix("chatroom: queued for nosuch and refused: there is no room 'nosuch'") == true)
            #expect(told.first?.contains("'first'") == true && told.last?.contains("'second'") == true)
            #expect(try await history(of: alice).map(\.text) == ["one", "two"])
            #expect(try await alice.run(["send", "--flush"]).check().errors.isEmpty)
            // The next send says it, too, and does its own work.
            try await fixture.server.kill()
            try await alice.run(["send", "nosuch", "--queue", "third"]).check()
            try await fixture.server.restart()
            let sent = try await alice.run(["send", "lobby", "three"]).check()
            #expect(sent.errors.contains("'third'"))
            #expect(try await history(of: alice).map(\.text) == ["one", "two", "three"])
        }
    }

    @Test func whatIsPutOffWaitsInItsPlace() async throws {
        try await Fixture.with { fixture in
            let (owner, alice) = (try await fixture.user("owner"), try await fixture.user("alice"))
            try await owner.run(["room", "create", "slow"]).check()
            try await owner.run(["room", "set", "slow", "--slow", "1h"]).check()
            try await alice.run(["room", "join", "slow"]).check()
            let send = ["send", "slow", "--queue", "--timeout", "1s"]
            #expect(try await alice.run(send + ["one"]).check().errors.isEmpty)
            let second = try await alice.run(send + ["two"]).check()
            #expect(second.errors.hasPrefix("queued: ") && second.errors.contains("slow"), "\(second.errors)")
            #expect(try await alice.run(send + ["three"]).check().errors.hasPrefix("queued: "))
            try await alice.run(["send", "--flush", "--timeout", "1s"]).check(75)
            // What is said elsewhere does not wait for that.
            let elsewhere = try await alice.run(["send", "lobby", "elsewhere", "--timeout", "1s"]).check()
            #expect(elsewhere.errors.hasPrefix("what is queued waits: "))
            try await owner.run(["room", "set", "slow", "--slow", "0"]).check()
            try await alice.run(["send", "--flush"]).check()
            let texts = try await alice.run(["history", "slow", "--format", "{text}"]).check().lines
            #expect(texts == ["one", "two", "three"])
            #expect(try outbox(of: alice) == [])
        }
    }

    @Test func aDiskThatTakesNothingIsAnErrorUnlessTheServerIsThere() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let send = "trap '' XFSZ; ulimit -f 0; exec \"$0\" send lobby --queue \"$1\" 2>&1 | cat"
            let run = { (text: String) in
                try await RunningProcess(
                    "/bin/bash", ["-o", "pipefail", "-c", send, alice.path, text], environment: alice.environment,
                    directory: alice.home.path
                ).waitForExit()
            }
            #expect(try await run("sent").check().output.isEmpty)
            try await fixture.server.kill()
            let ended = try await run("not kept").check(74)
            #expect(
                ended.output.contains("cannot write into ~/.local/state/chatroom/outbox (file too large), and cannot"))
            #expect(ended.output.contains("nothing is queued"))
            try await fixture.server.restart()
            try await alice.run(["send", "--flush"]).check()
            #expect(try await history(of: alice).map(\.text) == ["sent"])
        }
    }

    @Test func withoutAHomeThereIsNoQueueAndAnOrdinarySendNeedsNone() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let token = try await alice.run(
                ["login", "alice", "--print-token", "--password-stdin"], input: .text(Fixture.password)
            ).check().output.dropLast()
            var job = alice
            // There nobody can make a directory.
            let place = try alice.home.write("file", [])
            for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] { job.environment[name] = "\(place)/\(name)" }
            job.environment["CHATROOM_TOKEN"] = String(token)
            job.environment["CHATROOM_FINGERPRINT"] = fixture.server.fingerprint
            #expect(try await job.run(["send", "lobby", "from a job"]).check().errors.isEmpty)
            #expect(try await job.run(["send", "lobby", "--queue", "from a job, too"]).check().errors.isEmpty)
            try await fixture.server.kill()
            try await job.run(["send", "lobby", "--queue", "lost"]).check(74)
        }
    }

    /// What one user queues goes out in that user's name, whoever else sends from the same home.
    @Test func nobodySendsWhatAnotherQueued() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(
                ["register", "bob", "--profile", "bob", "--password-stdin"], input: .text(Fixture.password)
            ).check()
            let token = try await alice.run(
                ["login", "bob", "--profile", "bob", "--print-token", "--password-stdin"],
                input: .text(Fixture.password)
            ).check().output.dropLast()
            var job = alice
            job.environment["CHATROOM_TOKEN"] = String(token)
            try await fixture.server.kill()
            try await alice.run(["send", "lobby", "--queue", "of alice"]).check()
            try await alice.run(["send", "lobby", "--queue", "of bob", "--profile", "bob"]).check()
            try await job.run(["send", "lobby", "--queue", "of the token"]).check()
            #expect(try outbox(of: alice).allSatisfy { !$0.contains(token) })
            try await fixture.server.restart()
            // Another token, of whomever, is another sender.
            var other = alice
            other.environment["CHATROOM_TOKEN"] = String(
                try await alice.run(
                    ["login", "alice", "--print-token", "--password-stdin"], input: .text(Fixture.password)
                ).check().output.dropLast())
            try await other.run(["send", "--flush"]).check()
            try await alice.run(["history", "lobby"]).check(1)
            for (sender, text) in [(job, "of the token"), (alice, "of alice")] {
                try await sender.run(["send", "--flush"]).check()
                #expect(try await history(of: alice).last?.text == text)
            }
            try await alice.run(["send", "lobby", "last", "--profile", "bob"]).check()
            let history = try await alice.run(["history", "lobby", "--format", "{from}: {text}"]).check().lines
            #expect(history == ["bob: of the token", "alice: of alice", "bob: of bob", "bob: last"])
        }
    }

    @Test(arguments: [
        ["send", "lobby", "--queue", "--ask", "a"], ["send", "lobby", "--queue", "--wait", "a"],
        ["send", "@a", "--queue", "--require", "read", "a"], ["send", "lobby", "--queue", "--run", "--", "true"],
        ["send", "lobby", "--flush"], ["send", "--flush", "--queue"], ["send", "--flush", "--lines"],
        ["send", "--queue"],
    ])
    func whatDoesNotGoTogetherIsRefused(arguments: [String]) async throws {
        let alice = try ChatroomBinary(environment: ["CHATROOM_TOKEN": String(repeating: "0", count: 64)])
        try await alice.run(arguments).check(64)
    }

    private struct Said {
        let id: String
        let text: String
    }

    private func history(of user: ChatroomBinary) async throws -> [Said] {
        try await user.run(["history", "lobby", "-n", "0", "--format", "{id} {text}"]).check().lines.map { line in
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return Said(id: parts[0], text: parts[1])
        }
    }

    private func directory(of user: ChatroomBinary) -> String { user.home.file(".local/state/chatroom/outbox") }

    private func outbox(of user: ChatroomBinary) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory(of: user)).sorted()
    }

    private func outboxSize(of user: ChatroomBinary) throws -> Int {
        let names = (try? outbox(of: user)) ?? []
        return names.reduce(0) { sum, name in
            sum + (FileManager.default.contents(atPath: "\(directory(of: user))/\(name)")?.count ?? 0)
        }
    }

    private func queue(of user: ChatroomBinary, _ name: String) throws -> OutboxQueue {
        try OutboxQueue(
            for: "default@\(user.environment["CHATROOM_SERVER"] ?? "")@\(name)",
            environment: Environment(["HOME": user.home.path]))
    }
}
