import ChatroomTestSupport
import Glibc
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ShellHotlistTests {
    @Test func thePromptNamesWhereSomethingWaitsAndKeysGoThere() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            for room in ["builds", "ops"] {
                try await bob.run(["room", "create", room]).check()
                try await alice.run(["room", "join", room]).check()
            }
            let stage = try await ShellStage.open(alice)
            try await bob.run(["send", "ops", "--lines"], input: .text("one\ntwo\n")).check()
            try await stage.waitForLine("lobby(ops 2)> ")
            try await bob.run(["send", "builds", "@alice red"]).check()
            try await stage.waitForLine("lobby(builds 1!, ops 2)> ")
            #expect(stage.terminal.screen.bells == 1)
            // What is on the screen was seen once the user does something.
            stage.terminal.enter("/whoami")
            try await stage.waitForLine("lobby(ops 2)> ")
            stage.terminal.type("half")
            stage.terminal.type("\u{1b}a")
            try await stage.waitForLine("ops> half")
            stage.terminal.type("\u{1b}1")
            try await stage.waitForLine("lobby> half")
            stage.terminal.type("\u{1b}2")
            try await stage.waitForLine("builds> half")
            stage.terminal.press(.controlC)
            try await stage.waitForLine("builds> ")
            stage.terminal.enter("/go -")
            try await stage.waitForLine("lobby> ")
            stage.terminal.enter("/go op")
            try await stage.waitForLine("ops> ")
            stage.terminal.enter("/go nosuch")
            try await stage.waitForRow(containing: "there is no room 'nosuch'.")
            try await stage.say("still in ops")
            try await stage.quit()
        }
    }

    @Test func theNextPlaceIsTheFirstOfThePromptUntilAllWereVisited() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            for room in ["obs", "ops"] { try await bob.run(["room", "create", room]).check() }
            try await alice.run(["room", "join", "ops"]).check()
            let stage = try await ShellStage.open(alice)
            for (target, text) in [("ops", "chatter"), ("@alice", "urgent"), ("obs", "@alice urgent")] {
                try await bob.run(["send", target, text]).check()
            }
            try await stage.waitForLine("lobby(@bob 1!, obs 1!, ops 1)> ")
            try await stage.waitForRow(endingIn: "#obs      bob          @alice urgent")
            for prompt in ["@bob(obs 1!, ops 1)> ", "obs(ops 1)> ", "ops> "] {
                stage.terminal.type("\u{1b}a")
                try await stage.waitForLine(prompt)
            }
            try await stage.quit()
            #expect(try await alice.run(["history", "--unread"]).exit == .code(1))
        }
    }

    @Test func aBeginningThatFitsSeveralIsAskedAbout() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for room in ["ops", "ops-eu"] { try await alice.run(["room", "create", room]).check() }
            let stage = try await ShellStage.open(alice)
            stage.terminal.enter("/go op")
            try await stage.waitForRow(
                containing: "'op' is the beginning of ops, ops-eu. Write a little more of the")
            stage.terminal.enter("/go ops")
            try await stage.waitForLine("ops> ")
            stage.terminal.enter("/go")
            try await stage.waitForRow(containing: "Alt-2  ops")
            try await stage.quit()
        }
    }

    @Test func aShellBeginsWhereTheLastOneWasLeft() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["room", "create", "ops"]).check()
            let first = try await ShellStage.open(alice)
            first.terminal.enter("/join ops")
            try await first.waitForLine("ops> ")
            try await first.act("/whoami")
            first.terminal.send(signal: SIGKILL)
            try await first.checkEnd(137)
            let second = try await ShellStage.open(alice, prompt: "ops> ")
            try await second.quit()
            // What the user says counts more, and a script always begins in the lobby.
            let third = try await ShellStage.open(alice, ["lobby"])
            third.terminal.send(signal: SIGTERM)
            try await third.checkEnd(130)
            try await alice.run(["shell", "-c", "from a script"]).check()
            #expect(try await bob.run(["history", "lobby", "--format", "{text}"]).lines == ["from a script"])
            try await bob.run(["room", "remove", "ops", "--yes"]).check()
            let fourth = try await ShellStage.open(alice, prompt: "lobby> ")
            try await fourth.quit()
        }
    }

    @Test func aMutedRoomIsQuietUntilSomebodyIsMeant() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["room", "create", "ops"]).check()
            try await alice.run(["room", "join", "ops"]).check()
            let stage = try await ShellStage.open(alice)
            try await stage.act("/mute ops")
            try await bob.run(["send", "ops", "noise"]).check()
            try await bob.run(["send", "lobby", "after the noise"]).check()
            try await stage.waitForRow(endingIn: "  after the noise")
            try await stage.waitForLine("lobby> ")
            try await bob.run(["send", "ops", "alice: look"]).check()
            try await stage.waitForLine("lobby(ops 1!)> ")
            try await stage.quit()
            let next = try await ShellStage.open(alice, prompt: "lobby> ")
            next.terminal.enter("/unmute ops")
            try await next.waitForLine("lobby(ops 2)> ")
            try await next.quit()
        }
    }
}
