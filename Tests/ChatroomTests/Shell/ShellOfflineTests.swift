import ChatroomTestSupport
import Foundation
import Glibc
import Testing

/// A shell that begins while the server is down.
@Suite(.timeLimit(.minutes(2)))
struct ShellOfflineTests {
    private static let offline = "lobby(offline)> "

    @Test func itOpensAndSendsWhatWasTypedWhenTheServerAnswers() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["send", "lobby", "said before"]).check()
            try await fixture.server.kill()
            let stage = try await ShellStage.open(alice, prompt: Self.offline)
            let greeting = "alice on \(fixture.server.address): offline; "
            try await stage.terminal.waitForScreen("the greeting") { screen in
                screen.lines.contains { $0.hasPrefix(greeting) }
            }
            for text in ["one", "two"] { try await stage.keep(text, as: text, for: "lobby") }
            // What needs a server says so, and the shell goes on.
            stage.terminal.enter("/who")
            try await stage.waitForRow(endingIn: "chatroom: offline. What you type is kept and sent on return.")
            try await fixture.server.restart()
            try await stage.waitForRow(endingIn: "  said before")
            try await stage.waitForRow(endingIn: "  two")
            try await stage.waitForLine("lobby> ")
            try await stage.say("three")
            try await stage.quit()
            let history = try await alice.run(["history", "lobby", "--format", "{text}"]).check().lines
            #expect(history == ["said before", "one", "two", "three"])
        }
    }

    @Test func whatIsTypedBeforeItIsLeftIsKeptForTheNext() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await fixture.server.kill()
            let stage = try await ShellStage.open(alice, prompt: Self.offline)
            try await stage.keep("for later", as: "for later", for: "lobby")
            try await stage.quit()
            #expect(stage.rows.contains("1 message is kept and sent the next time"))
            let next = try await ShellStage.open(alice, prompt: Self.offline)
            try await next.waitForRow(endingIn: "1 message typed earlier and not sent: sent on return.")
            try await fixture.server.restart()
            try await next.waitForRow(endingIn: "  for later")
            try await next.quit()
        }
    }

    @Test func whatSendQueuedIsSentByTheShellToo() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            try await fixture.server.kill()
            try await stage.waitForLine(Self.offline)
            try await alice.run(["send", "lobby", "--queue", "from cron"]).check()
            try await fixture.server.restart()
            try await stage.waitForRow(endingIn: "  from cron")
            try await stage.waitForLine("lobby> ")
            try await stage.quit()
            #expect(try await alice.run(["history", "lobby", "--format", "{text}"]).check().lines == ["from cron"])
            let outbox = alice.home.file(".local/state/chatroom/outbox")
            #expect(try FileManager.default.contentsOfDirectory(atPath: outbox) == [])
        }
    }

    /// A server that takes connections and says nothing holds nobody up, neither at the start nor at the end.
    @Test func aServerThatIsSilentIsNotWaitedFor() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            fixture.server.process.send(signal: SIGSTOP)
            let began = ContinuousClock.now
            let stage = try await ShellStage.open(alice, prompt: Self.offline)
            #expect(began.duration(to: .now) < .seconds(9))
            try await stage.keep("for later", as: "for later", for: "lobby")
            let left = ContinuousClock.now
            try await stage.quit()
            #expect(left.duration(to: .now) < .seconds(5))
            fixture.server.process.send(signal: SIGCONT)
        }
    }

    @Test func aRoomThatIsNotThereAfterAllEndsNothing() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await fixture.server.kill()
            let stage = try await ShellStage.open(alice, ["nosuch"], prompt: "nosuch(offline)> ")
            try await fixture.server.restart()
            try await stage.waitForRow(endingIn: "chatroom: there is no room 'nosuch'. '/rooms' shows all.")
            stage.terminal.enter("/go lobby")
            try await stage.waitForLine("lobby> ")
            try await stage.say("here then")
            try await stage.quit()
        }
    }

    @Test func nobodyIsAskedAboutAKeyBehindThePrompt() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try FileManager.default.removeItem(atPath: alice.home.file(".local/state/chatroom/known_servers"))
            try await fixture.server.kill()
            let stage = try await ShellStage.open(alice, prompt: Self.offline)
            try await stage.keep("not for a stranger", as: "not for a stranger", for: "lobby")
            try await fixture.server.restart()
            try await stage.checkEnd(76)
            let text = stage.rows.flatMap { $0.split(separator: " ") }.joined(separator: " ")
            #expect(text.contains("is not known yet and nobody can be asked. Nothing was sent"), "\(text)")
            #expect(stage.rows.contains("1 message is kept and sent the next time"))
        }
    }

    @Test func whoHasNoLoginHereNeedsTheServer() async throws {
        let token = String(repeating: "0", count: 64)
        let alice = try ChatroomBinary(environment: ["CHATROOM_TOKEN": token, "CHATROOM_SERVER": "127.0.0.1:1"])
        let terminal = try alice.startOnTerminal(["shell"])
        #expect(try await terminal.waitForExit() == 69)
    }
}
