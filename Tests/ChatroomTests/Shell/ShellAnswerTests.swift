import ChatroomTestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ShellAnswerTests {
    @Test func aQuestionShowsHowToAnswerItAndAnyConversationWillDo() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            let asking = try bob.start(
                ["send", "@alice", "--ask", "Deploy v1.2?", "--choice", "yes", "--choice", "no", "--timeout", "60s"])
            try await stage.waitForRow(containing: "| yes / no: /answer yes, until ")
            try await stage.waitForLine("lobby(@bob 1!)> ")
            // A line that is a choice is perhaps meant for it.
            stage.terminal.enter("yes")
            try await stage.waitForRow(
                containing: "-- not sent: for @bob's question (Deploy v1.2?)? /answer yes answers it;")
            stage.terminal.enter("/answer maybe")
            try await stage.waitForRow(containing: "'maybe' is none of yes / no, so @bob's question (Deploy v1.2?)")
            stage.terminal.enter("/msg @bob let me see")
            try await stage.waitForRow(endingIn: "let me see")
            stage.terminal.enter("/answer YES")
            try await stage.waitForRow(endingIn: "-- answered @bob: yes --")
            let ended = try await asking.waitForExit()
            #expect(ended.exit == .code(0))
            #expect(ended.output == "yes\n")
            #expect(ended.errors.contains("@alice: let me see\n"))
            stage.terminal.enter("/answer no")
            try await stage.waitForRow(containing: "you have answered @bob's question (Deploy v1.2?)")
            #expect(try await alice.run(["history", "lobby"]).output.isEmpty)
            try await stage.quit()
        }
    }

    @Test func aLineThatIsMeantForTheRoomIsSentWithAnotherReturn() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await bob.act(["/ask Lunch? | yes | no"], in: "@alice")
            try await stage.waitForLine("lobby(@bob 1!)> ")
            stage.terminal.enter("no")
            try await stage.waitForRow(containing: "-- not sent: for @bob's question (Lunch?)?")
            stage.terminal.press(.enter)
            try await stage.waitForRow(endingIn: "alice        no")
            stage.terminal.enter("/reply 2")
            try await stage.waitForRow(endingIn: "-- answered @bob: no --")
            #expect(try await bob.run(["history", "@alice", "--format", "{text}"]).lines == ["Lunch?", "no"])
            try await stage.quit()
        }
    }

    @Test func aLateAnswerIsToldOnBothSides() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let (left, right) = (
                try await ShellStage.open(alice), try await ShellStage.open(bob, ["@alice"], prompt: "@alice> ")
            )
            right.terminal.enter("/ask 1s Still there? | yes | no")
            try await left.waitForRow(containing: "| yes / no: /answer yes, until ")
            let asked = ContinuousClock.now
            try await eventually("the end of the time") { .now > asked + .milliseconds(1_100) }
            left.terminal.enter("/answer yes")
            try await right.waitForRow(endingIn: "-- nobody waits any more: the time for your question was over --")
            try await left.waitForRow(
                containing: "-- nobody waits any more: the time for @bob's question (Still there?)")
            try await left.quit()
            try await right.quit()
        }
    }

    @Test func theOneWhoAskedInAShellIsToldToo() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            stage.terminal.enter("/ask Lunch? | yes | no")
            try await stage.waitForRow(endingIn: "[asks: yes / no]  Lunch?")
            try await bob.run(["send", "lobby", "--reply-to", "1", "perhaps"]).check()
            try await stage.waitForRow(endingIn: "-- 'perhaps' is none of yes / no --")
            try await bob.run(["send", "lobby", "--reply-to", "1", "no"]).check()
            try await stage.waitForRow(endingIn: "-- @bob answered: no --")
            #expect(stage.rows.contains { $0.hasSuffix("bob [re alice: Lunch?]  no") })
            try await stage.quit()
        }
    }

    @Test func aLineThatWasPutAsideGoesNowhereElse() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await bob.act(["/ask Lunch? | yes | no"], in: "@alice")
            try await stage.waitForLine("lobby(@bob 1!)> ")
            stage.terminal.enter("yes")
            try await stage.waitForRow(containing: "-- not sent: for @bob's question (Lunch?)?")
            stage.terminal.type("\u{1b}a")
            try await stage.waitForLine("@bob> ")
            stage.terminal.press(.enter)
            try await stage.say("let me see")
            #expect(try await alice.run(["history", "@bob", "--format", "{text}"]).lines == ["Lunch?", "let me see"])
            #expect(try await alice.run(["history", "lobby"]).exit == .code(1))
            try await stage.quit()
        }
    }

    @Test func aPlainAnswerAfterTheTimeIsToldToBeLate() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice, ["@bob"], prompt: "@bob> ")
            try await bob.act(["/ask 1s Still there? | yes | no", "/ask Lunch? | yes | no"], in: "@alice")
            try await stage.waitForRow(endingIn: "Lunch?")
            try await stage.say("no")
            try await stage.waitForRow(endingIn: "-- answered @bob: no --")
            try await bob.act(["/ask 1s And now? | yes | no"], in: "@alice")
            try await stage.waitForRow(endingIn: "And now?")
            let asked = ContinuousClock.now
            try await eventually("the end of the time") { .now > asked + .milliseconds(1_100) }
            stage.terminal.enter("yes")
            try await stage.waitForRow(containing: "-- nobody waits any more: the time for @bob's question (And now?)")
            try await stage.quit()
        }
    }
}
