import ChatroomTestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct SendTests {
    @Test func wordsAndInputsBecomeMessages() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let words = try await alice.run(["send", "lobby", "build", "is", "green"]).check()
            #expect(words.output.isEmpty && words.errors.isEmpty)
            try await alice.run(["send", "lobby"], input: .text("two\nlines\n")).check()
            try await alice.run(["send", "lobby", "-"], input: .text("dash")).check()
            let history = try await alice.run(["history", "lobby", "--raw", "--format", "{seq}|{from}|{text}"]).check()
            #expect(history.output == "1|alice|build is green\n2|alice|two\nlines\n3|alice|dash\n")
        }
    }

    @Test func whatIsPrintedIsChosen() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            #expect(try await alice.run(["send", "lobby", "a", "--print", "seq"]).check().output == "1\n")
            let id = try await alice.run(["send", "lobby", "b", "--print", "id"]).check().lines[0]
            #expect(id.count == 36)
            let again = try await alice.run(["send", "lobby", "b", "--id", id, "--print", "seq"]).check()
            #expect(again.output == "2\n")
            let json = try await alice.run(["send", "lobby", "b", "--id", id, "--json"]).check()
            #expect(json.output.contains(#""seq":2"#) && json.output.contains(#""duplicate":true"#))
            let other = try await alice.run(["send", "lobby", "other", "--id", id]).check(65)
            #expect(other.errors.contains("used before"))
        }
    }

    @Test func eachLineIsAMessageAndTheRefusedOnesAreNamed() async throws {
        try await Fixture.with(["--limit", "message-bytes=10"]) { fixture in
            let alice = try await fixture.user("alice")
            var input = Array("one\nthis line is too long\n".utf8)
            input += [0xff, 0x0a]
            input += Array("\nlast without line feed".prefix(5).utf8)
            let ended = try await alice.run(["send", "lobby", "--lines"], input: .bytes(input)).check(65)
            #expect(ended.errors.contains("line 2: message is 21 bytes, the limit is 10, not stored"))
            #expect(ended.errors.contains("line 3: not UTF-8, not sent"))
            #expect(ended.errors.contains("chatroom: 2 of 5 lines were not stored."))
            let history = try await alice.run(["history", "lobby", "-n", "0", "--format", "{text}"]).check()
            #expect(history.output == "one\n\nlast\n")
        }
    }

    @Test func aPipeOfLinesComesOutAsItWentIn() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let text = (1...3000).map { "line \($0) \u{1F680} \($0 % 7 == 0 ? "\t\u{1b}[31m" : "")\n" }.joined()
            try await alice.run(["send", "lobby", "--lines"], input: .text(text)).check()
            let history = try await alice.run(["history", "lobby", "-n", "0", "--raw", "--format", "{text}"]).check()
            #expect(history.output == text)
        }
    }

    @Test func aSlowPipeIsSentAsItComes() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let sender = try alice.start(["send", "lobby", "--lines", "--print", "seq"], input: .pipe)
            sender.write("first\n")
            _ = try await sender.waitForLine(containing: "1", on: .output)
            sender.write("second\n")
            _ = try await sender.waitForLine(containing: "2", on: .output)
            sender.closeInput()
            try await sender.waitForExit().check()
        }
    }

    @Test func aDirectMessageIsSeenByItsTwoUsersOnly() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let eve = try await fixture.user("eve")
            try await alice.run(["send", "@bob", "psst"]).check()
            #expect(
                try await bob.run(["history", "@alice", "--format", "{from} {text}"]).check().output == "alice psst\n")
            try await eve.run(["history", "@alice"]).check(1)
            try await eve.run(["history", "@bob"]).check(1)
        }
    }

    @Test func aSenderOutlivesAKilledServer() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let sender = try alice.start(["send", "lobby", "--lines", "--print", "seq"], input: .pipe)
            for number in 1...200 { sender.write("before \(number)\n") }
            _ = try await sender.waitForLine(containing: "1", on: .output)
            try await fixture.server.kill()
            for number in 1...200 { sender.write("after \(number)\n") }
            sender.closeInput()
            try await fixture.server.restart()
            try await sender.waitForExit(within: .seconds(30)).check()
            let history = try await alice.run(["history", "lobby", "-n", "0", "--format", "{text}"]).check()
            #expect(history.lines == (1...200).map { "before \($0)" } + (1...200).map { "after \($0)" })
        }
    }
}
