import ChatroomTestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct LoginTests {
    private let question = "Password for alice (10 characters or more): "

    @Test func theFirstAccountIsAdministratorAndTheRestAreNot() async throws {
        try await Fixture.with { fixture in
            let first = try await fixture.server.client().run(
                ["register", "alice", "--password-stdin", "--accept-new"], input: .text(Fixture.password)
            ).check()
            #expect(
                first.errors.hasSuffix(
                    """
                    registered alice (administrator) on \(fixture.server.address) and logged in. Try: chatroom send \
                    lobby hello

                    """))
            let bob = try await fixture.user("bob")
            let role = try await bob.run(["login", "--whoami", "--json"]).check()
            #expect(role.output.contains(#""name":"bob","kind":"human","role":"member""#))
        }
    }

    @Test func ensureLogsInToWhatExists() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.user("bot", kind: "agent")
            let client = try fixture.server.client()
            let arguments = ["register", "bot", "--kind", "agent", "--password-stdin", "--ensure", "--accept-new"]
            let ended = try await client.run(arguments, input: .text(Fixture.password)).check()
            #expect(ended.errors.hasSuffix("bot exists already; logged in\n"))
            #expect(try await client.run(["login", "--whoami"]).check().output == "bot\n")
            try await client.run(arguments, input: .text("another password")).check(77)
        }
    }

    @Test func tokensAreListedRevokedAndPrinted() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let token = try await alice.run(
                ["login", "alice", "--print-token", "--password-stdin"], input: .text(Fixture.password)
            ).check().lines[0]
            #expect(token.count == 64)
            let robot = try fixture.server.client(environment: ["CHATROOM_TOKEN": token])
            try await robot.run(["send", "lobby", "hi", "--accept-new"]).check()
            #expect(try await alice.run(["login", "--list"]).check().lines.count == 2)
            try await alice.run(["login", "--revoke", "2"]).check()
            try await robot.run(["send", "lobby", "hi"]).check(77)
            try await alice.run(["login", "--revoke", "2"]).check(68)
            try await alice.run(["login", "--logout"]).check()
            try await alice.run(["send", "lobby", "hi"]).check(77)
        }
    }

    @Test func aPersonTypesPasswordsUnseenAndAgain() async throws {
        try await Fixture.with { fixture in
            let alice = try fixture.server.client()
            let terminal = try alice.startOnTerminal(["register", "alice"])
            _ = try await terminal.waitFor("Trust it (yes/no/[fingerprint])? ")
            terminal.enter("yes")
            _ = try await terminal.waitFor("Password for alice (10 characters or more): ")
            terminal.enter(Fixture.password)
            _ = try await terminal.waitFor("Again: ")
            terminal.enter(Fixture.password)
            #expect(try await terminal.waitForExit() == 0)
            #expect(!terminal.text.contains(Fixture.password))
            #expect(try await alice.run(["login", "--whoami"]).check().output == "alice\n")
        }
    }

    @Test func aPasswordThatIsTooShortOrDiffersIsAskedForAgain() async throws {
        try await Fixture.with { fixture in
            let alice = try fixture.server.client(environment: ["CHATROOM_DATA": fixture.server.dataPath])
            let terminal = try alice.startOnTerminal(["register", "alice"])
            _ = try await terminal.waitFor("Password for alice (10 characters or more): ")
            terminal.enter("short")
            let remark = try await terminal.waitFor("Password for alice (10 characters or more): ")
            // Before it is typed twice.
            #expect(remark == "\r\na password has 10 to 1024 bytes, this has 5. Try again.\r\n" + question)
            terminal.enter(Fixture.password)
            _ = try await terminal.waitFor("Again: ")
            terminal.enter(Fixture.password + "!")
            _ = try await terminal.waitFor("the two passwords differ. Try again.\r\n" + question)
            terminal.enter(Fixture.password)
            _ = try await terminal.waitFor("Again: ")
            terminal.enter(Fixture.password)
            #expect(try await terminal.waitForExit() == 0)
            #expect(!terminal.text.contains(Fixture.password))
        }
    }

    @Test func thePasswordIsAskedForThreeTimesAndNoMore() async throws {
        try await Fixture.with { fixture in
            let alice = try fixture.server.client(environment: ["CHATROOM_DATA": fixture.server.dataPath])
            let terminal = try alice.startOnTerminal(["register", "alice"])
            for _ in 1...3 {
                _ = try await terminal.waitFor(question)
                terminal.enter("short")
            }
            _ = try await terminal.waitFor("chatroom: a password has 10 to 1024 bytes, this has 5.")
            #expect(try await terminal.waitForExit() == 65)
            #expect(!terminal.text.contains("Again"))
        }
    }

    @Test func withoutATerminalThePasswordFlagsAreNamed() async throws {
        try await Fixture.with { fixture in
            let ended = try await fixture.server.client().run(["register", "alice", "--accept-new"]).check(77)
            #expect(ended.errors.contains("--password-stdin"))
        }
    }

    @Test func whoShowsWhoIsThere() async throws {
        try await Fixture.with { fixture in
            let (alice, bot) = (try await fixture.user("alice"), try await fixture.user("bot", kind: "agent"))
            let listener = try bot.start(["listen", "lobby", "--since", "1h"])
            try await alice.run(["send", "lobby", "hi"]).check()
            _ = try await listener.waitForLine(containing: "hi", on: .output)
            #expect(
                try await alice.run(["who"]).check().lines.map { $0.split(separator: "\t")[..<3] }
                    == [["alice", "human", "online"], ["bot", "agent", "online"]])
        }
    }
}
