import ChatroomTestSupport
import Glibc
import Testing

/// The words and the exit status of each mistake, as they are promised.
@Suite(.timeLimit(.minutes(2)))
struct ErrorTableTests {
    @Test(arguments: [
        (["sned", "ops", "hi"], "chatroom: no such command 'sned'. Did you mean 'send'?\n"),
        (["room", "creat", "ops"], "chatroom: no such command 'room creat'. Did you mean 'room create'?\n"),
        (
            ["send"],
            """
            chatroom: send needs a room or @user. If you typed #room, the shell dropped it: write 'chatroom send ops hi'.

            """
        ),
        (
            ["history", "lobby", "--nonsense"],
            "chatroom: unknown option '--nonsense'. 'chatroom history -h' shows what there is.\n"
        ),
        (["whoami"], "chatroom: no such command 'whoami'. Did you mean 'login --whoami'?\n"),
        (["--json", "room", "creat"], "{\"v\":1,\"type\":\"error\""),
        (["--fingerprint", "x", "login"], nil), (["serve", "--loops", "0"], nil),
        (["login", "--revoke", "2", "--whoami"], "chatroom: --revoke cannot be combined with the others.\n"),
        (
            ["history", "--unread", "--follow"],
            "chatroom: --follow needs a room or @user. 'chatroom listen' follows everything.\n"
        ),
        (["login"], "chatroom: login needs a name. Write 'chatroom login NAME'.\n"),
        (["history", "lobby", "--since", "soon"], nil),
        (["listen", "lobby", "--count", "0"], "chatroom: --count takes a number from 1 up.\n"),
    ])
    func aWrongCommandLineExitsWith64(_ arguments: [String], _ words: String?) async throws {
        let ended = try await ChatroomBinary().run(arguments).check(64)
        #expect(ended.output.isEmpty)
        if let words { #expect(ended.errors.hasPrefix(words)) }
        #expect(ended.errors.split(separator: "\n").count <= 2)
    }

    @Test func noTextAtATerminalIsAUsageErrorAndNoHang() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let terminal = try alice.startOnTerminal(["send", "lobby"], size: Terminal.Size(rows: 24, columns: 200))
            let text = try await terminal.waitFor("Ctrl-D.")
            #expect(
                text.contains("chatroom: no text given and standard input is a terminal. Pass the text or pipe it;"))
            #expect(try await terminal.waitForExit() == 64)
        }
    }

    @Test func anEmptyInputIsRefusedUnlessAllowed() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let ended = try await alice.run(["send", "lobby"], input: .text("")).check(65)
            #expect(
                ended.errors
                    == "chatroom: standard input was empty, nothing sent. --allow-empty sends an empty message.\n")
            try await alice.run(["send", "lobby", "--allow-empty"], input: .text("")).check()
            #expect(try await alice.run(["send", "lobby", ""]).check(65).errors.contains("the text is empty"))
            try await alice.run(["send", "lobby", "", "--allow-empty"]).check()
        }
    }

    @Test func whatIsNotUTF8IsRefused() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let ended = try await alice.run(["send", "lobby"], input: .bytes([0x66, 0xff, 0x0a])).check(65)
            #expect(ended.errors == "chatroom: standard input is not UTF-8, nothing was sent.\n")
        }
    }

    @Test func aTooLongMessageIsRefusedWithBothSizes() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let text = String(repeating: "x", count: 91_204)
            let ended = try await alice.run(["send", "lobby"], input: .text(text)).check(65)
            #expect(
                ended.errors
                    == "chatroom: message is 91,204 bytes, the limit is 65,536. "
                    + "'chatroom sendfile' sends it as a file, --lines line by line.\n")
        }
    }

    @Test func whoIsNotLoggedInIsToldHow() async throws {
        try await Fixture.with { fixture in
            let ended = try await fixture.server.client().run(["send", "lobby", "hi"]).check(77)
            #expect(
                ended.errors == """
                    chatroom: not logged in to \(fixture.server.address). Run 'chatroom login NAME', or 'chatroom \
                    register NAME' the first time, or set CHATROOM_TOKEN_FILE.

                    """)
        }
    }

    @Test func aWrongPasswordAndAnUnknownNameAreAnsweredAlike() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.user("alice")
            for name in ["alice", "nobody"] {
                let ended = try await fixture.server.client().run(
                    ["login", name, "--password-stdin", "--accept-new"], input: .text("wrong password")
                ).check(77)
                #expect(ended.errors.hasSuffix("chatroom: wrong name or password for '\(name)'.\n"))
            }
        }
    }

    @Test func aServerThatIsDownIsNamed() async throws {
        var client = try ChatroomBinary()
        client.environment["CHATROOM_SERVER"] = "127.0.0.1:1"
        let token = String(repeating: "0", count: 64)
        client.environment["CHATROOM_TOKEN"] = token
        let ended = try await client.run(["send", "lobby", "hi"]).check(69)
        #expect(
            ended.errors
                == "chatroom: cannot reach 127.0.0.1:1 (connection refused). Is 'chatroom serve' running there?\n")
        #expect(!ended.errors.contains(token))
    }

    @Test func anUnknownRoomOrUserIsNotFound() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let room = try await alice.run(["history", "lobyb"]).check(68)
            #expect(room.errors.contains("Did you mean 'lobby'?"))
            let user = try await alice.run(["send", "@alcie", "hi"]).check(68)
            #expect(user.errors.contains("Did you mean '@alice'?"))
        }
    }

    @Test func aTakenNameIsToldFromAnOwnOne() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.user("alice")
            let ended = try await fixture.server.client().run(
                ["register", "alice", "--password-stdin", "--fingerprint", fixture.server.fingerprint],
                input: .text(Fixture.password)
            ).check(73)
            #expect(
                ended.errors == """
                    chatroom: the name 'alice' is taken on this server. If it is yours: chatroom login alice

                    """)
        }
    }

    @Test func looseCredentialsAreRefused() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let path = alice.home.file(".local/state/chatroom/credentials")
            #expect(chmod(path, 0o644) == 0)
            let ended = try await alice.run(["send", "lobby", "hi"]).check(78)
            #expect(
                ended.errors == """
                    chatroom: ~/.local/state/chatroom/credentials is readable by others (mode 0644). Run: chmod 600 \
                    ~/.local/state/chatroom/credentials

                    """)
        }
    }

    @Test func aTakenPortIsOneLine() async throws {
        try await Fixture.with { fixture in
            let other = try ChatroomBinary()
            let ended = try await other.run(["serve", "--listen", fixture.server.address]).check(69)
            #expect(ended.errors.hasPrefix("chatroom: cannot listen on \(fixture.server.address) (address in use)."))
            #expect(ended.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func aDataDirectoryInUseIsOneLine() async throws {
        try await Fixture.with { fixture in
            let ended = try await ChatroomBinary().run(
                ["serve", "--listen", "127.0.0.1:0", "--data", fixture.server.dataPath]
            ).check(78)
            #expect(ended.errors.contains("another chatroom serve is using"))
        }
    }

    @Test func errorsAreJSONWhenAskedFor() async throws {
        let ended = try await ChatroomBinary().run(["send", "lobby", "hi", "--json"]).check(77)
        #expect(ended.errors.hasPrefix(#"{"v":1,"type":"error","code":"not-logged-in","exit":77,"message":"#))
        #expect(ended.errors.split(separator: "\n").count == 1)
    }
}
