import ChatroomTestSupport
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ListenTests {
    @Test func messagesArePrintedAsTheyCome() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await alice.run(["send", "lobby", "stored"]).check()
            let listener = try bob.start(["listen", "lobby", "@alice", "--since", "1h", "--count", "3", "--json"])
            _ = try await listener.waitForLine(containing: "stored", on: .output)
            try await alice.run(["send", "@bob", "direct"]).check()
            _ = try await listener.waitForLine(containing: #""conversation":"@alice""#, on: .output)
            try await alice.run(["send", "lobby", "for @bob"]).check()
            let ended = try await listener.waitForExit().check()
            #expect(ended.lines.count == 3)
            #expect(ended.lines[2].contains(#""mentions":["bob"],"replyTo":null,"file":null,"cursor":"lobby:2""#))
        }
    }

    @Test func waitingInVainExitsWith124() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let ended = try await alice.run(["listen", "lobby", "--timeout", "1s"]).check(124)
            #expect(ended.output.isEmpty)
        }
    }

    @Test func whatIsSaidToOneAloneNeedsNoMention() async throws {
        try await Fixture.with { fixture in
            let (alice, bot) = (try await fixture.user("alice"), try await fixture.user("bot"))
            let arguments = ["listen", "--mention", "--format", "{text}"]
            try await bot.makeCursor("w", "--mention")
            for words in [["lobby", "to all"], ["lobby", "for @bot"], ["@bot", "for you alone"]] {
                try await alice.run(["send"] + words).check()
            }
            try await bot.run(["send", "@alice", "my own"]).check()
            let counted = ["--count", "2", "--timeout", "20s"]
            let heard = try await bot.run(arguments + ["--cursor", "w"] + counted).check()
            #expect(heard.lines.sorted() == ["for @bot", "for you alone"])
            let since = try await bot.run(arguments + ["--since", "1h"] + counted).check()
            #expect(since.lines.sorted() == ["for @bot", "for you alone"])
        }
    }

    @Test func aNameThatTheServerDoesNotKnowIsNotCompleted() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for target in ["nosuch", "@nobody"] { try await alice.run(["send", target, "hi"]).check(68) }
            let names = try String(contentsOfFile: alice.home.file(".cache/chatroom/names"), encoding: .utf8)
            #expect(names.contains("lobby") && !names.contains("nosuch") && !names.contains("nobody"))
        }
    }

    @Test func whatSomebodyIsSentBeforeTheFirstListenIsNotLost() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let bot = try await fixture.user("bot")
            try await alice.run(["send", "@bot", "are you there yet?"]).check()
            let arguments = ["listen", "--cursor", "w", "--format", "{text}"]
            let first = try await bot.run(arguments + ["--count", "1", "--timeout", "20s"]).check()
            #expect(first.lines == ["are you there yet?"])
            // Another cursor begins where this one has come.
            let other = ["listen", "@alice", "--cursor", "other", "--timeout", "1s"]
            #expect(try await bot.run(other).check(124).output.isEmpty)
        }
    }

    @Test func aCursorGoesOnAfterWhatWasPrinted() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            // The first listen makes the cursor at the end of the log.
            try await alice.run(["send", "lobby", "before"]).check()
            try await alice.makeCursor("w", "lobby")
            try await alice.run(["send", "lobby", "--lines"], input: .text("1\n2\n3\n4\n5\n")).check()
            let arguments = ["listen", "lobby", "--cursor", "w", "--format", "{text}"]
            #expect(try await alice.run(arguments + ["--count", "2"]).check().lines == ["1", "2"])
            let interrupted = try alice.start(arguments + ["--count", "99"])
            _ = try await interrupted.waitForLine(containing: "5", on: .output)
            interrupted.send(signal: 15)
            #expect(try await interrupted.waitForExit().check(130).lines == ["3", "4", "5"])
            try await alice.run(arguments + ["--timeout", "1s"]).check(124)
        }
    }

    @Test func aListenerOutlivesKilledServersAndSeesEveryMessageOnce() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            // The cursor is there before anything is sent, and the listener is connected before anything is killed.
            try await alice.makeCursor("w", "lobby")
            let listener = try alice.start(["listen", "lobby", "--cursor", "w", "--format", "{text}", "--count", "60"])
            let sender = try alice.start(["send", "lobby", "--lines", "--print", "seq"], input: .pipe)
            for round in 0..<3 {
                for number in 1...20 { sender.write("\(round * 20 + number)\n") }
                _ = try await sender.waitForLine(containing: "\(round * 20 + 1)", on: .output)
                _ = try await listener.waitForLine(containing: "\(round * 20 + 1)", on: .output)
                if round < 2 {
                    try await fixture.server.kill()
                    try await fixture.server.restart()
                }
            }
            sender.closeInput()
            try await sender.waitForExit(within: .seconds(40)).check()
            let ended = try await listener.waitForExit(within: .seconds(40)).check()
            #expect(ended.lines == (1...60).map(String.init))
        }
    }
}
