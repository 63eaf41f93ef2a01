import ChatroomTestSupport
import Glibc
import Testing

/// What is typed arrives, whatever happens meanwhile.
@Suite(.timeLimit(.minutes(3)))
struct ShellTypingTests {
    @Test func whatWasTypedForAPlaceThatIsNotThereIsSaidToBeUnsentAfterTheReason() async throws {
        try await Fixture.with { fixture in
            let stage = try await ShellStage.open(fixture.user("alice"))
            stage.terminal.type("/go nosuch\rtyped at once\r")
            try await stage.waitForRow(endingIn: "not sent, for that failed: typed at once")
            let rows = stage.rows
            let reason = rows.firstIndex { $0.contains("there is no room 'nosuch'") }
            let unsent = rows.firstIndex { $0.contains("not sent, for that failed") }
            #expect(try #require(reason) < #require(unsent))
            try await stage.quit()
        }
    }

    @Test func twentyLinesTypedUnderAFloodArriveIntact() async throws {
        try await ShellScene.with { scene in
            let flood = try scene.bob.start(["send", "lobby", "--lines"], input: .pipe)
            var count = 0
            /// A burst of messages; returns once the first of them is on the screen, so that the others still come.
            func burst() async throws {
                let first = count + 1
                count += 80
                flood.write((first...count).map { "flood \($0)\n" }.joined())
                try await scene.terminal.waitForScreen("the flood") { screen in
                    screen.lines.contains {
                        $0.contains("  flood ") && Int($0.split(separator: " ").last ?? "") ?? 0 >= first
                    }
                }
            }
            let lines = (1...20).map { "typed line \($0) with 漢字 and é" }
            for line in lines {
                try await burst()
                scene.terminal.type(String(line.prefix(12)))
                try await burst()
                for scalar in line.dropFirst(12).unicodeScalars { scene.terminal.type(String(scalar)) }
                scene.terminal.press(.enter)
            }
            flood.closeInput()
            try await flood.waitForExit(within: .seconds(60)).check()
            try await scene.stage.say("the end")
            let sent = try await scene.alice.run(
                ["history", "lobby", "-n", "0", "--from", "alice", "--format", "{text}"]
            ).check()
            #expect(sent.lines == lines + ["the end"])
            let rows = scene.rows
            #expect(rows.filter { $0.hasPrefix("HH:MM  alice") } == (lines + ["the end"]).map(ShellScene.own))
            #expect(rows.filter { $0.hasPrefix("HH:MM  bob") } == (1...count).map { ShellScene.row("flood \($0)") })
            // Nothing else was left behind: each row is a message's or the prompt's.
            #expect(rows.count == lines.count + 1 + count + 1)
        }
    }

    @Test func eightKilobytesAreOneLine() async throws {
        try await ShellScene.with { scene in
            let text = (1...1100).map { "word\($0)" }.joined(separator: " ")
            #expect(text.utf8.count > 8192)
            scene.terminal.enter(text)
            try await eventually("the message") {
                try await scene.alice.run(["history", "lobby", "-n", "1", "--format", "{text}"]).output == "\(text)\n"
            }
        }
    }

    @Test func upBringsBackWhatWasTypedAlsoInTheNextShell() async throws {
        try await ShellScene.with { scene in
            try await scene.stage.say("first line")
            try await scene.stage.say(" not to be kept")
            try await scene.stage.quit()
            var status = stat()
            #expect(stat(scene.alice.home.file(".local/state/chatroom/shell-history-default"), &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o600)
            let next = try await ShellStage.open(scene.alice)
            next.terminal.press(.up)
            try await next.waitForLine("lobby> /quit")
            next.terminal.press(.up)
            try await next.waitForLine("lobby> first line")
            next.terminal.press(.controlU)
            try await next.quit()
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func wanderingThroughTheHistoryBreaksNothing(seed: UInt64) async throws {
        try await ShellScene.with { scene in
            var random = SeededRandom(seed: seed)
            try await scene.stage.say("one")
            try await scene.stage.say("two")
            let keys = ["\u{1b}[A", "\u{1b}[B", "X", "yz", "\u{7f}", "\u{7f}", "\u{01}", "\u{05}", "\u{1f}", "\u{0b}"]
            for _ in 0..<60 {
                for _ in 0..<8 { scene.terminal.type(keys[Int.random(in: 0..<keys.count, using: &random)]) }
                scene.terminal.press(.enter)
            }
            // To the end of the line, and all of it away; Ctrl-C would overtake what is typed after it.
            scene.terminal.type("\u{05}\u{15}")
            try await scene.stage.say("still there, seed \(seed)")
            try await scene.stage.quit()
        }
    }

    @Test func namesCompleteInTheOrderOfWhoMatters() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for name in ["anna", "abel", "adam"] { _ = try await fixture.user(name) }
            try await alice.run(["send", "@anna", "hi"]).check()
            let stage = try await ShellStage.open(alice)
            stage.terminal.enter("/msg @adam hello")
            try await stage.waitForRow(endingIn: "hello")
            stage.terminal.type("hi @a")
            stage.terminal.press(.tab)
            try await stage.waitForLine("lobby> hi @adam")
            stage.terminal.press(.tab)
            try await stage.waitForLine("lobby> hi @anna")
            stage.terminal.press(.tab)
            try await stage.waitForLine("lobby> hi @alice")
            stage.terminal.type("\u{1b}[Z")
            try await stage.waitForLine("lobby> hi @anna")
            stage.terminal.type("/etc/pass")
            stage.terminal.press(.tab)
            stage.terminal.type("!")
            try await stage.waitForLine("lobby> hi @anna /etc/pass!")
            stage.terminal.press(.controlC)
            try await stage.waitForLine("lobby> ")
            try await stage.quit()
        }
    }
}
