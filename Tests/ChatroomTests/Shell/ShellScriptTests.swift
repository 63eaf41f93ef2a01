import ChatroomTestSupport
import Glibc
import Testing

/// The shell without a terminal: the same lines and commands, for scripts.
@Suite(.timeLimit(.minutes(2)))
struct ShellScriptTests {
    @Test func linesOfStandardInputAreMessagesAndCommands() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let script = """
                /room create ops --topic 'what runs'
                /go ops
                build is green
                //etc is a path, and so is /usr

                /msg @bob psst 漢字
                /topic what runs where
                /whoami
                """
            let ended = try await alice.run(["shell"], input: .text(script)).check()
            #expect(ended.output == "alice on \(fixture.server.address)\n")
            #expect(ended.errors == "stored; @bob is offline\n")
            let texts = try await bob.run(["history", "ops", "--format", "{text}"]).check()
            #expect(texts.lines == ["build is green", "/etc is a path, and so is /usr", "what runs where"])
            #expect(try await bob.run(["history", "@alice", "--format", "{text}"]).check().lines == ["psst 漢字"])
        }
    }

    @Test func theFirstLineThatFailsEndsItAndNothingAfterItIsSent() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let cases: [(line: String, code: Int32, words: String)] = [
                ("/go nowhere", 68, "no room 'nowhere'"), ("/histroy", 64, "Did you mean '/history'?"),
                ("/msg @nobody hi", 68, "nobody"),
                ("/who --bogus", 64, "--bogus"), ("/who --server other:1", 64, "one server"), ("/join #", 65, ""),
                ("/reply", 68, "nothing to reply to"), ("/set bell loud", 64, "mentions"), ("/delete 99", 68, ""),
                ("/part", 64, "Did you mean '/leave'?"), ("/watch", 64, "no such command '/watch', nothing was sent"),
            ]
            for (line, code, words) in cases {
                let ended = try await alice.run(["shell", "-c", "before", "-c", line, "-c", "AFTER"])
                #expect(ended.exit == .code(code), "\(line): \(ended.errors)")
                #expect(
                    ended.errors.hasPrefix("chatroom: ") && (words.isEmpty || ended.errors.contains(words)),
                    "\(line): \(ended.errors)")
                #expect(ended.output.isEmpty)
            }
            let texts = try await alice.run(["history", "lobby", "-n", "0", "--format", "{text}"]).check()
            #expect(texts.lines == cases.map { _ in "before" })
        }
    }

    @Test func nothingFoundIsTheStatusOfTheLastLineAlone() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["shell", "-c", "/unread"]).check(1)
            try await alice.run(["shell", "-c", "/unread", "-c", "hello"]).check()
            try await alice.run(["shell", "-c", "hello", "-c", "/search nosuchword"]).check(1)
            try await alice.run(["shell", "-c", "/quit", "-c", "never sent"]).check()
            #expect(
                try await alice.run(["history", "lobby", "--format", "{text}"]).check().lines == ["hello", "hello"])
        }
    }

    @Test func aScriptIsAFileOfLines() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let file = try alice.home.write("script", "one\n/history -n 1 --format {text}\ntwo".utf8)
            #expect(try await alice.run(["shell", "--script", file]).check().lines == ["one"])
            #expect(
                try await alice.run(["history", "lobby", "-n", "1", "--format", "{text}"]).check().lines == ["two"])
            try await alice.run(["shell", "--script", "missing"]).check(66)
            try await alice.run(["shell", "--script", file, "-c", "x"]).check(64)
        }
    }

    @Test(arguments: [("yes", Int32(0)), ("2", 10), ("NO", 10)])
    func aChoiceAnswersTheQuestionThatHasIt(_ answer: String, _ status: Int32) async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let ask = ["send", "lobby", "--ask", "Deploy?", "--choice", "yes", "--choice", "no", "--timeout", "30s"]
            let asking = try alice.start(ask)
            try await eventually("the question") {
                try await alice.run(["history", "lobby"]).exit == .code(0)
            }
            try await alice.run(["send", "lobby", "what came after it"]).check()
            try await bob.run(["shell", "-c", "/reply not yet", "-c", "/reply \(answer)"]).check()
            try await asking.waitForExit().check(status)
            let replies = try await bob.run(["history", "lobby", "--from", "bob", "--format", "{replyTo}"]).check()
            #expect(replies.lines == ["2", "1"])
        }
    }

    @Test func everySlashCommandDoesWhatItsSubcommandDoes() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["send", "lobby", "@alice a question about disks"]).check()
            let lines = [
                "/reply 1 an answer", "/edit a better answer", "/ask Deploy? | yes | no", "/update job 40 %",
                "/update job 80 %", "short-lived", "/delete", "/away lunch", "/exec -o printf 'from a command'",
                "/room create ops --private", "/room invite ops @bob", "/ignore @carol", "/set numbers on",
            ]
            try await alice.run(["shell"], input: .text(lines.joined(separator: "\n"))).check()
            let history = try await alice.run(["history", "lobby", "--format", "{seq} {text}"]).check()
            #expect(
                history.lines == [
                    "1 @alice a question about disks", "2 a better answer", "4 Deploy?", "5 80 %", "7 ",
                    "9 from a command",
                ])
            func output(_ line: String) async throws -> [String] {
                try await alice.run(["shell", "-c", line]).check().lines
            }
            #expect(try await output("/who @alice").first?.hasSuffix("\tlunch") == true)
            // The search index follows the log.
            try await eventually("the search index") {
                let found = try await alice.run(["shell", "-c", "/search disks"])
                return found.lines.last?.hasSuffix("bob [#1]     @alice a question about disks") == true
            }
            #expect(try await output("/mentions --format '{seq}'") == ["1"])
            #expect(try await output("/thread 1 ").count == 3)
            #expect(try await output("/ignore") == ["@carol"])
            #expect(try await output("/set numbers") == ["numbers on"])
            #expect(try await output("/rooms").contains { $0.hasPrefix("ops\tprivate\towner\t0\t0\t") })
            #expect(try await output("/room info ops").contains("invited\t@bob"))
            #expect(
                try await output("/help reply").first == "/reply [N] TEXT  answer message N, or the newest of others")
            #expect(try await output("/help").count > 35)
            #expect(try await output("/exec echo hi; echo there >&2") == ["hi", "there"])
            try await bob.run(["shell", "-c", "/join ops", "-c", "in", "-c", "/leave"]).check()
        }
    }

    @Test func jsonIsOneObjectALine() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let lines = ["/room create ops", "hello", "/whoami", "/who", "/rooms", "/history"]
            let ended = try await alice.run(["shell", "--json"], input: .text(lines.joined(separator: "\n"))).check()
            #expect(ended.lines.count == 6)
            #expect(ended.lines.allSatisfy { $0.hasPrefix(#"{"v":1,"type":""#) && $0.hasSuffix("}") })
            #expect(ended.lines[1] == #"{"v":1,"type":"line","text":"alice on \#(fixture.server.address)"}"#)
        }
    }

    @Test func followingPrintsWhatOthersSendAndNothingElse() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let shell = try alice.start(["shell", "--follow"], input: .pipe)
            shell.write("hello\n")
            try await shell.waitForLine(containing: "alice        hello")
            try await bob.run(["send", "lobby", "hi \u{1b}[2J"]).check()
            try await shell.waitForLine(containing: "bob          hi \\u{1b}[2J")
            shell.closeInput()
            let ended = try await shell.waitForExit().check()
            #expect(!ended.output.contains("\u{1b}") && !ended.output.contains("lobby>"))
            #expect(ended.lines.count == 3)
        }
    }

    @Test func theOutputMayBeClosedAndTheInputMayBeNone() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["shell"], input: .closed).check()
            try await alice.run(["shell"], input: .nothing).check()
            var plain = alice
            plain.environment["LC_ALL"] = "C"
            try await plain.run(["shell", "-c", "漢字"]).check()
            #expect(try await alice.run(["history", "lobby", "--format", "{text}"]).check().lines == ["漢字"])
            let bad = try await alice.run(["shell"], input: .bytes(Array("ok\n".utf8) + [0xFF, 0x0A])).check(65)
            #expect(bad.errors.contains("not UTF-8"))
        }
    }

    @Test func aServerThatIsAwayForAMomentIsWaitedFor() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let shell = try alice.start(["shell"], input: .pipe)
            shell.write("one\n/whoami\n")
            try await shell.waitForLine(containing: "alice on")
            try await fixture.server.kill()
            try await shell.waitForLine(containing: "retrying", on: .errors)
            shell.write("two\n/rooms\n")
            try await fixture.server.restart()
            try await shell.waitForLine(containing: "lobby")
            shell.closeInput()
            try await shell.waitForExit().check()
            let texts = try await alice.run(["history", "lobby", "--format", "{text}"]).check()
            #expect(texts.lines == ["one", "two"])
        }
    }
}
