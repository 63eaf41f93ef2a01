import ChatroomTestSupport
import Glibc
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ShellReadMarkerTests {
    @Test func theNextStartTellsWhatIsUnreadAndDrawsARule() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let first = try await ShellStage.open(alice)
            try await first.waitForRow(endingIn: ": nothing unread. /help lists commands.")
            try await bob.run(["send", "lobby", "old"]).check()
            try await first.waitForRow(endingIn: "  old")
            first.terminal.enter("/whoami")
            try await first.waitForRow(endingIn: "alice on \(fixture.server.address)")
            try await first.quit()

            try await bob.run(["send", "lobby", "--lines"], input: .text("new 1\nnew 2\n@alice new 3\n")).check()
            try await bob.run(["send", "@alice", "direct"]).check()
            let second = try await ShellStage.open(alice, prompt: "lobby(@bob 1!)> ")
            try await second.waitForRow(endingIn: "  @alice new 3")
            #expect(second.rows.contains { $0.contains(": 3 unread in lobby (1 for you), 1 in @bob. /help") })
            #expect(order(second) == ["old", "-- new", "1", "2", "3"])
            // Nobody has done anything, so nothing was read.
            second.terminal.send(signal: SIGTERM)
            try await second.checkEnd(130)

            let third = try await ShellStage.open(alice, prompt: "lobby(@bob 1!)> ")
            try await third.waitForRow(endingIn: "  @alice new 3")
            #expect(order(third) == ["old", "-- new", "1", "2", "3"])
            third.terminal.enter("/whoami")
            try await third.waitForRow(endingIn: "alice on \(fixture.server.address)")
            third.terminal.send(signal: SIGTERM)
            try await third.checkEnd(130)
            try await unread(alice, is: ["direct"])

            let fourth = try await ShellStage.open(alice, prompt: "lobby(@bob 1!)> ")
            try await fourth.waitForRow(endingIn: ": 1 unread in @bob. /help lists commands.")
            #expect(order(fourth) == ["old", "1", "2", "3"])
            fourth.terminal.enter("/next")
            try await fourth.waitForLine("@bob> ")
            try await fourth.waitForRow(endingIn: "  direct")
            try await fourth.quit()
            try await unread(alice, is: [])
        }
    }

    @Test(arguments: ["/quit\r", Terminal.Key.controlD.rawValue])
    func whatWasShownIsReadWhenTheShellIsLeft(by keys: String) async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await bob.run(["send", "lobby", "seen"]).check()
            try await stage.waitForRow(endingIn: "  seen")
            stage.terminal.type(keys)
            try await stage.checkEnd(0)
            try await unread(alice, is: [])
        }
    }

    @Test func theGreetingComesWithoutAKeyPressed() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["send", "lobby", "stored"]).check()
            for _ in 0..<5 {
                let stage = try await ShellStage.open(alice)
                try await stage.waitForRow(endingIn: "  stored")
                try await stage.quit()
            }
        }
    }

    @Test func whatCameWhileOfflineIsUnreadUntilALineIsEntered() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            stage.terminal.send(signal: SIGSTOP)
            try await stage.terminal.waitForStop()
            try await fixture.server.kill()
            try await fixture.server.restart()
            try await bob.run(["send", "lobby", "missed"]).check()
            stage.terminal.resume()
            try await stage.waitForRow(endingIn: "  missed")
            try await unread(alice, is: ["missed"])
            stage.terminal.enter("/whoami")
            try await unread(alice, is: [])
            try await stage.quit()
        }
    }

    /// The ends of the rows that hold bob's messages in the current conversation, and the rule.
    private func order(_ stage: ShellStage) -> [String] {
        stage.rows.compactMap { row in
            if row.hasPrefix("-- new") { return "-- new" }
            guard row.contains("  bob  ") else { return nil }
            return row.split(separator: " ").last.map(String.init)
        }
    }

    /// Waits until the server holds this to be unread.
    private func unread(_ user: ChatroomBinary, is texts: [String]) async throws {
        try await eventually("unread: \(texts)") {
            try await user.run(["history", "--unread", "--format", "{text}"]).lines == texts
        }
    }
}
