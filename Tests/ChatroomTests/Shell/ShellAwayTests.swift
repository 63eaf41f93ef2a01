import ChatroomTestSupport
import Glibc
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ShellAwayTests {
    @Test func whatIsTypedOfflineArrivesOnceAndInOrder() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await alice.run(["room", "create", "ops"]).check()
            let stage = try await ShellStage.open(alice)
            try await stage.say("before")
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            try await stage.keep("one", as: "one", for: "lobby")
            try await stage.keep("/msg @bob two", as: "two", for: "@bob")
            stage.terminal.enter("/go ops")
            try await stage.waitForLine("ops(offline)> ")
            try await stage.keep("three", as: "three", for: "ops")
            stage.terminal.enter("/go lobby")
            try await stage.waitForLine("lobby(offline)> ")
            for text in ["four", "five", "six"] { try await stage.keep(text, as: text, for: "lobby") }
            stage.terminal.type("half typed")
            try await stage.waitForLine("lobby(offline)> half typed")
            try await fixture.server.restart()
            try await stage.waitForLine("lobby> half typed")
            try await stage.waitForRow(endingIn: "  six")
            #expect(try await texts(alice, "lobby") == ["before", "one", "four", "five", "six"])
            #expect(try await texts(alice, "ops") == ["three"])
            #expect(try await texts(bob, "@alice") == ["two"])
            // Each is shown once where it was sent, and in the order of the log.
            let own = stage.rows.filter { $0.contains("  alice  ") && !$0.contains("ops") && !$0.contains("@bob") }
            #expect(own.map(lastWord) == ["before", "one", "four", "five", "six"])
            stage.terminal.press(.controlC)
            try await stage.waitForLine("lobby> ")
            try await stage.quit()
        }
    }

    @Test func whatOthersSentMeanwhileIsCaughtUpWithoutGapOrDouble() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await bob.run(["send", "lobby", "first"]).check()
            try await stage.waitForRow(endingIn: "  first")
            for round in 0..<3 {
                // It stands still, so that all of it happens in its absence.
                stage.terminal.send(signal: SIGSTOP)
                try await stage.terminal.waitForStop()
                try await fixture.server.kill()
                try await fixture.server.restart()
                let lines = (1...40).map { "line \(round * 40 + $0)\n" }.joined()
                try await bob.run(["send", "lobby", "--lines"], input: .text(lines)).check()
                try await bob.run(["send", "@alice", "direct \(round)"]).check()
                stage.terminal.resume()
                try await stage.waitForRow(endingIn: "  line \(round * 40 + 40)")
                try await stage.waitForRow(endingIn: "  direct \(round)")
            }
            let shown = stage.rows.filter { $0.contains("  bob  ") && !$0.contains("@bob") }.map(lastWord)
            #expect(shown == ["first"] + (1...120).map(String.init))
            #expect(
                stage.rows.filter { $0.contains("  bob  ") && $0.contains("@bob") }.map(lastWord) == ["0", "1", "2"])
            try await stage.waitForLine("lobby(@bob 3!)> ")
            try await stage.quit()
        }
    }

    @Test func twoShellsOfAUserBothSendWhatTheyKept() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stages = [try await ShellStage.open(alice), try await ShellStage.open(alice)]
            try await stages[0].say("from the first")
            try await stages[1].waitForRow(endingIn: "  from the first")
            try await stages[1].say("from the second")
            try await stages[0].waitForRow(endingIn: "  from the second")
            try await fixture.server.kill()
            for (index, stage) in stages.enumerated() {
                try await stage.waitForLine("lobby(offline)> ")
                try await stage.keep("kept by \(index)", as: "kept by \(index)", for: "lobby")
            }
            try await fixture.server.restart()
            for stage in stages {
                try await stage.waitForLine("lobby> ")
                for index in 0...1 { try await stage.waitForRow(endingIn: "  kept by \(index)") }
                let shown = stage.rows.filter { $0.contains("  alice  ") }.map(lastWord)
                #expect(shown.prefix(2) == ["first", "second"])
                #expect(shown.dropFirst(2).sorted() == ["0", "1"])
            }
            #expect(try await texts(alice, "lobby").count == 4)
            for stage in stages { try await stage.quit() }
        }
    }

    @Test func aMessageIsSentOnceWhenItsReceiptWasLost() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            for round in 1...3 {
                // It takes the message, and the shell loses the connection before it has heard so.
                stage.terminal.enter("message \(round)")
                try await eventually("the message") {
                    try await texts(alice, "lobby").contains("message \(round)")
                }
                try await fixture.server.kill()
                try await stage.waitForLine("lobby(offline)> ")
                try await stage.keep("kept \(round)", as: "kept \(round)", for: "lobby")
                try await fixture.server.restart()
                try await stage.waitForLine("lobby> ")
                try await stage.waitForRow(endingIn: "  kept \(round)")
            }
            #expect(try await texts(alice, "lobby") == (1...3).flatMap { ["message \($0)", "kept \($0)"] })
            try await stage.quit()
        }
    }

    private func texts(_ user: ChatroomBinary, _ target: String) async throws -> [String] {
        try await user.run(["history", target, "-n", "0", "--format", "{text}"]).lines
    }

    private func lastWord(_ row: String) -> String { row.split(separator: " ").last.map(String.init) ?? "" }
}

extension ShellStage {
    /// Types a line while there is no connection, and waits until its text is kept.
    func keep(_ line: String, as text: String, for target: String) async throws {
        terminal.enter(line)
        try await waitForRow(endingIn: "kept for \(target), sent on return: \(text)")
    }
}
