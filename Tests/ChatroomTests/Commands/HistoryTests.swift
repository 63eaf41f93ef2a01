import ChatroomTestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct HistoryTests {
    @Test func boundsPickMessages() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob", kind: "agent"))
            try await alice.run(["send", "lobby", "--lines"], input: .text((1...30).map { "a\($0)\n" }.joined()))
                .check()
            try await bob.run(["send", "lobby", "--lines"], input: .text("b31\nb32\n")).check()
            func texts(_ more: String...) async throws -> [String] {
                try await alice.run(["history", "lobby", "--format", "{text}"] + more).check().lines
            }
            #expect(try await texts().count == 20)
            #expect(try await texts("-n", "2") == ["b31", "b32"])
            #expect(try await texts("-n", "0").count == 32)
            #expect(try await texts("--after", "29") == ["a30", "b31", "b32"])
            #expect(try await texts("--before", "3") == ["a1", "a2"])
            #expect(try await texts("--after", "2", "--before", "5", "-n", "1") == ["a4"])
            #expect(try await texts("--from", "bob") == ["b31", "b32"])
            #expect(try await texts("--from", "alice", "-n", "2") == ["a29", "a30"])
            #expect(try await texts("--since", "1h").count == 32)
            try await alice.run(["history", "lobby", "--until", "1h"]).check(1)
            try await alice.run(["history", "lobby", "--from", "carol"]).check(1)
            let plain = try await alice.run(["history", "lobby", "-n", "2"]).check()
            #expect(plain.output.contains("bob [agent]") && plain.output.hasPrefix("-- "))
        }
    }

    @Test func hostileTextIsShownSafeAndGivenRawOnlyToPipes() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let text = "\u{1b}]0;owned\u{7}\u{202e}x\r\u{9b}2J"
            try await alice.run(["send", "lobby", text]).check()
            let plain = try await alice.run(["history", "lobby"]).check()
            #expect(plain.output.contains("\\u{1b}]0;owned\\u{7}\\u{202e}x"))
            #expect(!plain.standardOutput.contains { $0 < 0x20 && $0 != 0x0a })
            let terminal = try alice.startOnTerminal(["history", "lobby", "--format", "{text}"])
            // What the pager wrote last may arrive after its end is known.
            _ = try await terminal.waitFor("\\0033]0;owned")
            #expect(try await terminal.waitForExit() == 0)
            #expect(!terminal.text.contains("\u{1b}]0;owned"))
            let line = try await alice.run(["history", "lobby", "--format", "{text}"]).check()
            #expect(line.output == #"\0033]0;owned\0007\0342\0200\0256x\r\0302\02332J"# + "\n")
            let raw = try await alice.run(["history", "lobby", "--format", "{text}", "--raw"]).check()
            #expect(raw.output == text + "\n")
        }
    }

    @Test func followingGoesOnWhereHistoryEnded() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["send", "lobby", "--lines"], input: .text("one\ntwo\n")).check()
            let follower = try alice.start(["history", "lobby", "--follow", "--format", "{text}"])
            _ = try await follower.waitForLine(containing: "two", on: .output)
            try await alice.run(["send", "lobby", "three"]).check()
            _ = try await follower.waitForLine(containing: "three", on: .output)
            follower.send(signal: 2)
            let ended = try await follower.waitForExit().check(130)
            #expect(ended.lines == ["one", "two", "three"])
        }
    }

    @Test func aReaderThatLeavesEndsItQuietly() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let text = (1...5000).map { "line \($0)\n" }.joined()
            try await alice.run(["send", "lobby", "--lines"], input: .text(text)).check()
            let shell = try RunningProcess(
                "/bin/bash",
                ["-c", "'\(alice.path)' history lobby -n 0 --format '{text}' | head -n 1; echo ${PIPESTATUS[0]}"],
                environment: alice.environment, directory: alice.home.path)
            let ended = try await shell.waitForExit().check()
            #expect(ended.output == "line 1\n0\n")
            #expect(ended.errors.isEmpty)
        }
    }

    @Test func daysAreNamedAndWhatIsExportedIsWhatAFormatPrints() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for text in ["one", "two"] { try await alice.run(["send", "lobby", text]).check() }
            for zone in ["UTC", "Asia/Tokyo", "America/New_York"] {
                var user = alice
                user.environment["TZ"] = zone
                for more in [
                    [], ["--utc"], ["--since", "today"], ["--since", "Yesterday", "--utc"], ["--since", "1w"],
                ] {
                    let printed = try await user.run(["history", "lobby", "--format", "{time}"] + more).check().lines
                    let exported = try await user.run(["history", "lobby", "--export"] + more).check().lines
                    #expect(printed.count == 2 && printed.allSatisfy { $0.hasSuffix("Z") })
                    #expect(zip(printed, exported).allSatisfy { $1.contains(#""time":"\#($0)""#) }, "\(zone) \(more)")
                }
                try await user.run(["history", "lobby", "--export", "--until", "yesterday"]).check(1)
                try await user.run(["history", "lobby", "--format", "{time}", "--until", "yesterday"]).check(1)
            }
            try await alice.run(["history", "lobby", "--export", "--format", "{time}"]).check(64)
            try await eventually("the search index") {
                try await alice.run(["history", "--search", "two after:today"]).exit == .code(0)
            }
            try await alice.run(["history", "--search", "two before:today"]).check(1)
            try await alice.run(["history", "--search", "two after:tomorrow"]).check(64)
        }
    }
}
