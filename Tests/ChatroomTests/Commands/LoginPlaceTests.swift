import ChatroomTestSupport
import Foundation
import Testing

/// Where a login is kept, what it takes the place of, and which server a profile uses.
@Suite(.timeLimit(.minutes(2)))
struct LoginPlaceTests {
    private static let ensure = ["register", "bot", "--kind", "agent", "--password-stdin", "--ensure", "--accept-new"]

    @Test func fiveStartsLeaveOneToken() async throws {
        try await Fixture.with(["--registration", "closed"]) { fixture in
            let bot = try fixture.server.client()
            try await bot.run(Self.ensure, input: .text(Fixture.password)).check()
            let path = bot.home.file(".local/state/chatroom/credentials")
            let old = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\t").last
            for _ in 0..<4 {
                let ended = try await bot.run(Self.ensure, input: .text(Fixture.password)).check()
                #expect(ended.errors.hasSuffix("bot exists already; logged in\n"))
            }
            #expect(try await bot.run(["login", "--list"]).check().lines.count == 1)
            let token = try #require(old).trimmingCharacters(in: .newlines)
            let thief = try fixture.server.client(environment: ["CHATROOM_TOKEN": token])
            try await thief.run(["who", "--accept-new"]).check(77)
            // What is wrong is told, not only that the server is closed.
            let wrong = try await bot.run(Self.ensure, input: .text("another password")).check(77)
            #expect(wrong.errors.contains("takes no registrations; and wrong name or password for 'bot'"))
            try await bot.run(["login", "--whoami"]).check()
        }
    }

    @Test func somebodyElseIsToldToTakeAnotherProfile() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for verb in ["register", "login"] {
                let ended = try await alice.run([verb, "bob", "--password-stdin"], input: .text(Fixture.password))
                    .check(77)
                #expect(
                    ended.errors == """
                        chatroom: profile 'default' is logged in to \(fixture.server.address) as alice. Keep the two \
                        apart with --profile bob, or log out first: 'chatroom login --logout'.

                        """)
            }
            try await alice.run(
                ["register", "bob", "--password-stdin", "--profile", "bob"], input: .text(Fixture.password)
            ).check()
            #expect(try await alice.run(["login", "--whoami"]).check().output == "alice\n")
            // The same user again is no question.
            try await alice.run(["login", "alice", "--password-stdin"], input: .text(Fixture.password)).check()
        }
    }

    @Test(arguments: ["no", "yes"])
    func aPersonIsAsked(answer: String) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            _ = try await fixture.user("bob")
            let size = Terminal.Size(rows: 24, columns: 200)
            let terminal = try alice.startOnTerminal(["login", "bob"], size: size)
            _ = try await terminal.waitFor("is logged in to \(fixture.server.address) as alice. Log in as bob instead")
            terminal.enter(answer)
            if answer == "yes" {
                _ = try await terminal.waitFor("Password for bob: ")
                terminal.enter(Fixture.password)
            }
            #expect(try await terminal.waitForExit() == (answer == "yes" ? 0 : 77))
            let who = answer == "yes" ? "bob\n" : "alice\n"
            #expect(try await alice.run(["login", "--whoami"]).check().output == who)
        }
    }

    @Test func theFirstLoginMakesItsServerTheDefault() async throws {
        try await Fixture.with { fixture in
            var alice = try fixture.server.client()
            alice.environment["CHATROOM_SERVER"] = nil
            let (address, key) = (fixture.server.address, fixture.server.fingerprint)
            let register = ["register", "alice", "--password-stdin", "--fingerprint", key, "--server", address]
            try await alice.run(register, input: .text(Fixture.password)).check()
            #expect(try await alice.run(["login", "--whoami"]).check().output == "alice\n")
            // Another server by another name: not the first login, so the default stays.
            let other = "localhost:\(fixture.server.port)"
            try await alice.run(
                ["login", "alice", "--password-stdin", "--accept-new", "--server", other],
                input: .text(Fixture.password)
            ).check()
            let listed = try await alice.run(["login", "--list"]).check()
            #expect(listed.errors == "profile 'default': alice on \(address) (the default), alice on \(other)\n")
            #expect(listed.lines.count == 2)
            try await alice.run(["login", "--default", other]).check()
            let file = try String(contentsOfFile: alice.home.file(".config/chatroom/profiles/default"), encoding: .utf8)
            #expect(file == "server = \(other)\n")
            #expect(
                try await alice.run(["login", "--list"]).check().errors.contains("alice on \(other) (the default)"))
            let lost = try await alice.run(["who", "--server", "127.0.0.1:1"]).check(77)
            #expect(
                lost.errors == """
                    chatroom: not logged in to 127.0.0.1:1. You are logged in to \(address) as alice (--server \
                    \(address)), to \(other) as alice (--server \(other)). Run 'chatroom login NAME', or 'chatroom \
                    register NAME' the first time, or set CHATROOM_TOKEN_FILE.

                    """)
            try await alice.run(["login", "--default", "a:b"]).check(64)
        }
    }

    @Test func aProfilesFileKeepsItsOtherLines() async throws {
        let client = try ChatroomBinary()
        let directory = client.home.file(".config/chatroom/profiles")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try "# mine\nserver=old:1\n\n# more".write(toFile: "\(directory)/default", atomically: true, encoding: .utf8)
        try await client.run(["login", "--default", "chat.example"]).check()
        let text = try String(contentsOfFile: "\(directory)/default", encoding: .utf8)
        #expect(text == "# mine\n\n# more\nserver = chat.example:8888\n")
    }
}
