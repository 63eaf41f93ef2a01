import ChatroomTestSupport
import Testing

/// What is written for the shell is done whole or refused; nothing of it is dropped.
@Suite(.timeLimit(.minutes(2)))
struct ShellWordsTests {
    @Test(arguments: [
        "/go ops\nhello", "/go ops deploy is done", "/join ops hello", "/leave ops hello", "/next hello", "/back hello",
        "/whoami hello", "/seen hello", "/reconnect hello", "/quit hello", "/thread 1 hello",
    ])
    func wordsThatACommandDoesNotTakeAreRefused(line: String) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["room", "create", "ops"]).check()
            try await alice.run(["send", "lobby", "first"]).check()
            let ended = try await alice.run(["shell", "-c", line, "-c", "never"]).check(64)
            #expect(ended.errors.contains("nothing was done"), "\(ended.errors)")
            try await alice.run(["history", "ops"]).check(1)
            #expect(try await alice.run(["history", "lobby", "--format", "{text}"]).check().lines == ["first"])
        }
    }

    @Test func aScriptOfAnEditorThatMarksItsFilesIsDone() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["room", "create", "ops"]).check()
            let script = try alice.home.write("script", Array("\u{FEFF}/go ops\r\nhello\r\n\u{FEFF}kept\r\n".utf8))
            try await alice.run(["shell", "--script", script]).check()
            try await alice.run(["history", "lobby"]).check(1)
            let texts = try await alice.run(["history", "ops", "--format", "{text}", "--raw"]).check().lines
            #expect(texts == ["hello", "\u{FEFF}kept"])
        }
    }

    /// As with --run: a script goes no further, and whoever reads the room knows.
    @Test func aCommandThatCouldNotBeginEndsAScript() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("notes", "text\n".utf8)
            for (command, status, words) in [
                ("nosuch", 127, "there is no such command"), ("./notes", 126, "it cannot be run"),
            ] as [(String, Int32, String)] {
                let ended = try await alice.run(["shell", "-c", "/exec \(command)", "-c", "never"]).check(status)
                #expect(ended.errors == "chatroom: '\(command)' exited with \(status): \(words).\n")
                #expect(ended.lines.count == 1 && ended.output.contains("\(command): "), "\(ended.output)")
                try await alice.run(["shell", "-c", "/exec -o \(command)", "-c", "never"]).check(status)
            }
            let told = try await alice.run(["history", "lobby", "--format", "{line}"]).check().lines
            #expect(told.count == 2 && told[0].contains("nosuch: not found"), "\(told)")
            let other = try await alice.run(["shell", "-c", "/exec echo 1; (exit 3)", "-c", "/exec 'x"]).check()
            #expect(other.lines.first == "1" && other.errors.hasPrefix("'echo 1; (exit 3)' exited with 3\n"))
            #expect(other.lines.count > 1, "what is wrong with a line is shown, too")
        }
    }

    @Test func outputThatIsTooLongIsNotSentInPart() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let ended = try await alice.run(["shell", "-c", "/exec -o seq 100000"]).check(65)
            #expect(ended.errors.contains("more than 65536 bytes, nothing was sent"))
            try await alice.run(["history", "lobby"]).check(1)
            let shown = try await alice.run(["shell", "-c", "/exec seq 100000"]).check()
            #expect(shown.errors.contains("the rest is not shown"))
            // The most that a message may have is no more than is taken.
            try await alice.run(["shell", "-c", "/exec -o head -c 65536 /dev/zero | tr '\\0' x"]).check()
        }
    }

    @Test func aTopicThatIsThereAlreadyIsNoNews() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await alice.run(["room", "create", "ops"]).check()
            try await bob.run(["room", "join", "ops"]).check()
            try await alice.run(["room", "topic", "ops", "on call: bob"]).check()
            try await bob.run(["history", "ops", "--unread", "--mark"]).check()
            for _ in 0..<2 { try await alice.run(["room", "topic", "ops", "on call: bob"]).check() }
            try await alice.run(["shell", "ops", "-c", "/topic on call: bob"]).check()
            try await bob.run(["history", "ops", "--unread"]).check(1)
            try await alice.run(["room", "topic", "ops", "on call: alice"]).check()
            try await bob.run(["history", "ops", "--unread"]).check()
        }
    }

    @Test(arguments: ["create", "info", "join", "leave", "remove", "topic", "list"])
    func aNameThatBreaksARuleIsBadData(command: String) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["room", command, "a b"]).check(command == "list" ? 64 : 65)
        }
    }

    @Test func whoIsIgnoredIsShownNowhereUnlessAskedFor() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let carol = try await fixture.user("carol")
            try await carol.run(["shell", "-c", "/ignore @bob"]).check()
            try await bob.run(["send", "lobby", "spam for @carol"]).check()
            for line in ["/unread", "/mentions", "/search spam", "/history 5"] {
                let ended = try await carol.run(["shell", "-c", line]).check(1)
                #expect(ended.output.isEmpty, "\(line): \(ended.output)")
            }
            try await alice.run(["send", "lobby", "a spam for @carol, too"]).check()
            for line in ["/unread", "/mentions", "/search spam", "/history 5"] {
                let ended = try await carol.run(["shell", "-c", line]).check()
                #expect(ended.output.contains("too") && !ended.output.contains("spam for @carol\n"), "\(line)")
            }
            for line in ["/search spam from:bob", "/history 5 --from bob"] {
                #expect(try await carol.run(["shell", "-c", line]).check().output.contains("spam for @carol\n"))
            }
        }
    }
}
