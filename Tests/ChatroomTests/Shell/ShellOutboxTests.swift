import ChatroomCore
import ChatroomTestSupport
import Foundation
import Glibc
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

@Suite(.timeLimit(.minutes(3)))
struct ShellOutboxTests {
    @Test func whatAKilledShellKeptIsSentByTheNextUnderTheSameIDs() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            try await stage.say("before")
            try await eventually("an empty outbox") {
                try outbox(of: alice).allSatisfy { try Data(contentsOf: $0).isEmpty }
            }
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            for text in ["one", "two", "three"] { try await stage.keep(text, as: text, for: "lobby") }
            stage.terminal.send(signal: SIGKILL)
            try await stage.checkEnd(128 + SIGKILL)
            let kept = try kept(of: alice, "alice")
            #expect(kept.map(\.body) == ["one", "two", "three"])

            try await fixture.server.restart()
            let next = try await ShellStage.open(alice)
            try await next.waitForRow(endingIn: "3 messages typed earlier and not sent: sent now.")
            try await next.waitForRow(endingIn: "  three")
            try await next.quit()
            let history = try await alice.run(["history", "lobby", "--format", "{id} {text}"]).check().lines
            #expect(Array(history.dropFirst()) == kept.map { "\($0.id) \($0.body)" })
            // And nothing is left for a third one.
            let third = try await ShellStage.open(alice)
            #expect(!third.terminal.text.contains("typed earlier"))
            try await third.quit()
            #expect(try await alice.run(["history", "lobby", "--format", "{id} {text}"]).check().lines == history)
        }
    }

    @Test func aShellKilledBeforeItHeardOfTheReceiptSendsNothingTwice() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            // The server stands still while the message is on its way and the shell is killed.
            fixture.server.process.send(signal: SIGSTOP)
            stage.terminal.enter("only once")
            try await eventually("the message on the disk") {
                try outbox(of: alice).contains { try Data(contentsOf: $0).contains(Data("only once".utf8)) }
            }
            stage.terminal.send(signal: SIGKILL)
            try await stage.checkEnd(128 + SIGKILL)
            fixture.server.process.send(signal: SIGCONT)
            let next = try await ShellStage.open(alice)
            try await next.waitForRow(endingIn: "1 message typed earlier and not sent: sent now.")
            try await next.say("more")
            try await next.quit()
            let history = try await alice.run(["history", "lobby", "--format", "{text}"]).check()
            #expect(history.lines == ["only once", "more"])
        }
    }

    @Test func aShellTakesOverOnlyWhatTheDeadLeft() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let (dead, alive) = (try await ShellStage.open(alice), try await ShellStage.open(alice))
            try await fixture.server.kill()
            for (stage, text) in [(dead, "of the dead"), (alive, "of the living")] {
                try await stage.waitForLine("lobby(offline)> ")
                try await stage.keep(text, as: text, for: "lobby")
            }
            dead.terminal.send(signal: SIGKILL)
            try await dead.checkEnd(128 + SIGKILL)
            // It stands still, so that only the next one can send.
            alive.terminal.send(signal: SIGSTOP)
            try await alive.terminal.waitForStop()
            try await fixture.server.restart()
            let next = try await ShellStage.open(alice)
            try await next.waitForRow(endingIn: "1 message typed earlier and not sent: sent now.")
            try await next.waitForRow(endingIn: "  of the dead")
            alive.terminal.resume()
            try await next.waitForRow(endingIn: "  of the living")
            let history = try await alice.run(["history", "lobby", "--format", "{text}"]).check()
            #expect(history.lines == ["of the dead", "of the living"])
            try await alive.waitForLine("lobby> ")
            try await alive.quit()
            try await next.quit()
            #expect(try outbox(of: alice).isEmpty)
        }
    }

    @Test func withoutAnOutboxMessagesAreSentWhileThereIsAConnection() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write(".local/state/chatroom/outbox", [])
            let stage = try await ShellStage.open(alice)
            try await stage.waitForRow(endingIn: "e offline is not kept on disk")
            try await stage.say("sent all the same")
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            try await stage.keep("kept in memory", as: "kept in memory", for: "lobby")
            try await fixture.server.restart()
            try await stage.waitForRow(endingIn: "  kept in memory")
            try await stage.waitForLine("lobby> ")
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            try await stage.keep("lost", as: "lost", for: "lobby")
            try await stage.quit()
            try await stage.waitForRow(endingIn: "LOST, for no disk took it: to lobby: lost")
        }
    }

    @Test func aFullDiskIsToldAndMessagesAreSentAllTheSame() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            // No file takes a byte, as on a disk that is full.
            let script = "trap '' XFSZ; ulimit -f 0; exec \"$@\""
            let terminal = try Terminal(
                "/bin/sh", ["-c", script, "sh", alice.path, "shell"], environment: alice.environment,
                directory: alice.home.path)
            let stage = ShellStage(terminal, of: alice)
            try await stage.waitForLine("lobby> ")
            try await stage.say("sent all the same")
            #expect(stage.rows.contains { $0.contains("cannot write into ~/.local/state/chatroom/outbox") })
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            try await stage.keep("kept in memory", as: "kept in memory", for: "lobby")
            try await fixture.server.restart()
            try await stage.waitForRow(endingIn: "  kept in memory")
            try await stage.waitForLine("lobby> ")
            let history = try await alice.run(["history", "lobby", "--format", "{text}"]).check()
            #expect(history.lines == ["sent all the same", "kept in memory"])
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            try await stage.keep("lost", as: "lost", for: "lobby")
            terminal.press(.controlD)
            try await stage.checkEnd(0)
            #expect(stage.rows.contains("LOST, for no disk took it: to lobby: lost"))
        }
    }

    /// The files of the outbox.
    private func outbox(of user: ChatroomBinary) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: URL(fileURLWithPath: user.home.file(".local/state/chatroom/outbox")), includingPropertiesForKeys: nil)
    }

    /// What shells that are gone left in the outbox, without taking it away.
    private func kept(of user: ChatroomBinary, _ name: String) throws -> [OutgoingMessage] {
        let copy = try ScratchDirectory()
        try copy.makeDirectory("chatroom/outbox")
        for file in try outbox(of: user) {
            try FileManager.default.copyItem(
                atPath: file.path, toPath: copy.file("chatroom/outbox/\(file.lastPathComponent)"))
        }
        let environment = Environment(["HOME": copy.path, "XDG_STATE_HOME": copy.path])
        let identity = "default@\(user.environment["CHATROOM_SERVER"] ?? "")@\(name)"
        var file = try OutboxFile.make(for: identity, environment: environment)
        return try file.adopt(for: identity)
    }
}
