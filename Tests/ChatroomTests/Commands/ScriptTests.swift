import ChatroomCore
import ChatroomTestSupport
import Testing

/// What scripts do, as shell scripts under `env -i` without standard input and without a terminal.
@Suite(.timeLimit(.minutes(2)))
struct ScriptTests {
    @Test(
        arguments: [("yes", 0, true), ("no", 10, false), ("later", 11, false), ("2", 10, false)]
            as [(String, Int32, Bool)])
    func aDeploymentWaitsForAYes(answer: String, code: Int32, isDeployed: Bool) async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let script = """
                chatroom send @bob --ask 'Deploy v1.2?' --choice yes --choice no --choice later --timeout 30s || exit $?
                touch deployed
                """
            let asker = try alice.startScript(script)
            let question = try await bob.run(["listen", "@alice", "--since", "1h", "--count", "1", "--json"]).check()
            #expect(question.output.contains(#""choices":["yes","no","later"]"#))
            try await bob.run(["send", "@alice", "--reply-to", "1", answer]).check()
            let ended = try await asker.waitForExit().check(code)
            #expect(ended.lines == [["yes": "yes", "no": "no", "later": "later", "2": "no"][answer] ?? ""])
            try await alice.runScript("test -e deployed").check(isDeployed ? 0 : 1)
        }
    }

    @Test func aBuildReportsItsLastLines() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["room", "create", "builds"]).check()
            let sent = try await alice.runScript("seq 1 9 | tail -5 | chatroom send builds --print id").check()
            let id = try #require(sent.lines.first)
            #expect(sent.lines.count == 1)
            #expect(sent.errors.isEmpty)
            let history = try await alice.run(["history", "builds", "--format", "{id} {text}"]).check()
            #expect(history.output == "\(id) 5\\n6\\n7\\n8\\n9\n")
        }
    }

    @Test func aRoomReadsThatACommandCouldNotBegin() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("notes", "text\n".utf8)
            for (command, status, words) in [
                ("nosuch", 127, "there is no command 'nosuch'"),
                ("./nosuch", 127, "cannot run './nosuch' (no such file"),
                ("./notes", 126, "cannot run './notes' (permission denied)"),
            ] as [(String, Int32, String)] {
                let ended = try await alice.run(["send", "lobby", "--run", "--", command, "x"]).check(status)
                #expect(ended.errors.hasPrefix("chatroom: \(words)"), "\(ended.errors)")
                let posted = try await alice.run(["history", "lobby", "-n", "1", "--format", "{line}"]).check().output
                #expect(posted.hasPrefix("\(command) x: could not begin; \(words)"), "\(posted)")
                let exec = ["listen", "lobby", "--cursor", "w", "--exec", command, "--timeout", "5"]
                #expect(try await alice.run(exec).check(status).errors == ended.errors)
            }
            #expect(try await alice.run(["history", "lobby", "-n", "0", "--json"]).check().lines.count == 3)
            let failed = try await alice.run(["send", "lobby", "--json", "--run", "--", "nosuch"]).check(127)
            #expect(failed.errors.contains(#""code":"command-missing","exit":127,"#))
        }
    }

    @Test func aNumberAloneIsSecondsWhereItSaysHowLongToWait() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["room", "create", "ops"]).check()
            try await alice.run(["listen", "lobby", "--until-idle", "0", "--timeout", "30"]).check()
            try await alice.run(["room", "set", "ops", "--slow", "30"]).check()
            #expect(try await alice.run(["room", "info", "ops", "--json"]).check().output.contains("30"))
            // There a number could be days, and a text may begin with one.
            try await alice.run(["room", "set", "ops", "--retain", "30"]).check(64)
            try await alice.run(["sendfile", "ops", "-", "--name", "x", "--expires", "30"]).check(64)
            try await alice.run(["shell", "-c", "/ask 30 people?", "-c", "/history 50"]).check()
            let asked = try await alice.run(["history", "lobby", "--json"]).check().output
            #expect(asked.contains(#""text":"30 people?""#) && asked.contains(#""deadline":null"#))
        }
    }

    @Test func noAnswerIsNeverAYesAndALateOneIsShownAsLate() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let ask = ["send", "@bob", "--ask", "Deploy?", "--choice", "yes", "--timeout", "5s", "--ask-id", "d1"]
            let ended = try await alice.run(ask).check(124)
            #expect(ended.errors.contains("no answer from @bob within 5 s"))
            try await bob.run(["send", "@alice", "--reply-to", "1", "yes"]).check()
            // Asked again under the same name it is the same question, whose time is over.
            let again = try await alice.run(ask).check(124)
            #expect(again.errors.contains("@bob: yes (late"))
            let history = try await alice.run(["history", "@bob", "--json"]).check()
            #expect(history.lines.count == 2)
            #expect(history.lines.last?.contains(#""late":true"#) == true)
            #expect(try await alice.run(["history", "@bob"]).check().output.contains("bob [re #1] [late]  yes"))
            try await alice.run(["send", "@bob", "--ask", "Other?", "--choice", "yes", "--ask-id", "d1"]).check(65)
        }
    }

    @Test func aRestartedAskerFindsTheAnswerThatCameMeanwhile() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let ask = ["send", "@bob", "--ask", "Deploy?", "--choice", "yes", "--choice", "no", "--ask-id", "d1"]
            let killed = try alice.start(ask)
            try await bob.run(["listen", "@alice", "--since", "1h", "--count", "1"]).check()
            killed.send(signal: 9)
            _ = try await killed.waitForExit()
            // In a direct conversation a person just types.
            try await bob.run(["send", "@alice", "no"]).check()
            #expect(try await alice.run(ask + ["--timeout", "20s"]).check(10).lines == ["no"])
            #expect(try await alice.run(["history", "@bob", "--json", "-n", "0"]).check().lines.count == 2)
        }
    }

    /// Whoever knows all words of a question cannot store a message under its id first.
    @Test func aStrangerDoesNotTakeTheIDOfAQuestion() async throws {
        try await Fixture.with { fixture in
            let (alice, eve) = (try await fixture.user("alice"), try await fixture.user("eve"))
            _ = try await fixture.user("bob")
            let id = MessageID(derivedFrom: ["ask", "alice", "@bob", "d1"], secret: nil)
            try await eve.run(["send", "lobby", "--id", id.description, "mine"]).check()
            let ask = ["send", "@bob", "--ask", "Deploy?", "--choice", "yes", "--ask-id", "d1", "--timeout", "5s"]
            try await alice.run(ask).check(124)
            // And it is the same question again, asked by whichever session of hers.
            try await alice.run(ask).check(124)
            let asked = try await alice.run(["history", "@bob", "--json", "-n", "0"]).check().lines
            #expect(asked.count == 1)
            #expect(asked.first?.contains(id.description) == false)
        }
    }

    @Test func aProgressBarIsOneMessage() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let script = #"for p in 10 50 100; do chatroom send lobby --update build-1 "build: $p %"; done"#
            try await alice.runScript(script).check()
            try await alice.run(["send", "lobby", "--update", "build-2", "another"]).check()
            let history = try await alice.run(["history", "lobby", "--format", "{text}"]).check()
            #expect(history.lines == ["build: 100 %", "another"])
            let entries = try await alice.run(["history", "lobby", "--export"]).check().lines
            #expect(entries.map { $0.contains(#""type":"edit""#) } == [false, true, true, false])
            try await alice.run(["history", "lobby", "--verify"]).check()
        }
    }

    @Test func aWorkerHandlesEveryMessageUntilItSucceeds() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let handler = """
                read -r text
                echo "$CHATROOM_SEQ $CHATROOM_FROM $CHATROOM_ATTEMPT $text" >> handled
                test "$text$CHATROOM_ATTEMPT" != two1
                """
            try await alice.runScript("printf '%s\\n' '#!/bin/sh' \(quoted(handler)) > handle.sh; chmod +x handle.sh")
                .check()
            try await alice.makeCursor("w", "lobby")
            try await alice.run(["send", "lobby", "--lines"], input: .text("one\ntwo\nthree\n")).check()
            let worker = try await alice.runScript(
                "chatroom listen lobby --cursor w --exec ./handle.sh --count 3"
            ).check()
            #expect(worker.errors.contains("exit 1 for lobby:2 (attempt 1); it will be retried"))
            let handled = try await alice.runScript("cat handled").check().lines
            #expect(handled == ["1 alice 1 one", "2 alice 1 two", "2 alice 2 two", "3 alice 1 three"])
        }
    }

    @Test func someoneWaitsToBeMentioned() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob", kind: "agent"))
            let listener = try bob.startScript(
                "chatroom listen --mention --since 1h --count 1 --timeout 30s --format '{conversation} {text}'")
            try await alice.run(["send", "lobby", "not for you"]).check()
            try await alice.run(["room", "create", "ops"]).check()
            try await alice.run(["send", "ops", "@bob look"]).check()
            #expect(try await listener.waitForExit().check().lines == ["ops @bob look"])
            #expect(try await bob.run(["history", "--mentions", "--format", "{text}"]).check().lines == ["@bob look"])
        }
    }

    @Test(
        arguments: [
            ("exit 0", 0, "exit 0"), ("echo oops; exit 3", 3, "exit 3"), ("kill -9 $$", 137, "killed by SIGKILL"),
        ]
            as [(String, Int32, String)])
    func aCommandIsReportedAndItsStatusKept(command: String, code: Int32, words: String) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["send", "lobby", "--run", "--", "sh", "-c", command]).check(code)
            let history = try await alice.run(["history", "lobby", "--json"]).check().lines
            #expect(history.count == 2)
            #expect(history.last?.contains(words) == true)
            #expect(history.last?.contains(#""replyTo":1"#) == true)
        }
    }

    @Test func whatWasDeliveredAndReadCanBeWaitedFor() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let vain = try await alice.run(["send", "@bob", "--require", "delivered", "--timeout", "5s", "x"]).check(
                124)
            #expect(vain.errors.contains("stored; @bob is offline"))
            let delivered = try alice.start(["send", "@bob", "--require", "delivered", "--timeout", "30s", "y"])
            try await bob.run(["listen", "@alice", "--since", "1h", "--count", "2"]).check()
            try await delivered.waitForExit().check()
            let read = try alice.start(["send", "@bob", "--require", "read", "--timeout", "30s", "z"])
            try await bob.run(["listen", "@alice", "--since", "1h", "--count", "3"]).check()
            try await bob.run(["history", "--unread", "--mark"]).check()
            try await read.waitForExit().check()
            try await bob.run(["history", "--unread"]).check(1)
        }
    }

    @Test func aPrivateRoomIsNotThereForOutsidersAndAKickEndsListening() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await alice.run(["room", "create", "vault", "--private"]).check()
            try await alice.run(["send", "vault", "the secret plan"]).check()
            for command in [
                ["history", "vault"], ["send", "vault", "x"], ["room", "info", "vault"], ["room", "join", "vault"],
            ] {
                let hidden = try await bob.run(command).check(68)
                let absent = try await bob.run(command.map { $0 == "vault" ? "vaulx" : $0 }).check(68)
                #expect(hidden.errors == absent.errors.replacing("vaulx", with: "vault"))
            }
            try await bob.run(["history", "--search", "secret"]).check(1)
            try await alice.run(["room", "invite", "vault", "@bob"]).check()
            try await bob.run(["room", "join", "vault"]).check()
            let found = try await bob.run(["history", "--search", "secret", "--format", "{text}"]).check()
            #expect(found.lines == ["the secret plan"])
            let listener = try bob.start(["listen", "vault", "--since", "1h"])
            _ = try await listener.waitForLine(containing: "secret plan", on: .output)
            try await alice.run(["room", "kick", "vault", "@bob"]).check()
            #expect(try await listener.waitForExit().check(77).errors.contains("you were removed from vault by @alice"))
            try await bob.run(["history", "vault"]).check(68)
        }
    }

    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

extension ChatroomBinary {
    /// Runs a script with the program on the path and nothing else of ours.
    fileprivate func startScript(_ text: String) throws -> RunningProcess {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        var clean = ["PATH=\(directory):/usr/bin:/bin", "HOME=\(home.path)"]
        clean += environment.filter { $0.key.hasPrefix("CHATROOM_") || $0.key.hasPrefix("XDG_") }
            .map { "\($0.key)=\($0.value)" }
        return try RunningProcess(
            "/usr/bin/env", ["-i"] + clean + ["/bin/sh", "-c", text], environment: [:], directory: home.path,
            input: .closed)
    }

    fileprivate func runScript(_ text: String) async throws -> FinishedProcess {
        try await startScript(text).waitForExit()
    }
}
