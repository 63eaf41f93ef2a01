import ChatroomTestSupport
import Testing

/// The words of errors that a server has a part in, in the C locale and without a terminal.
@Suite(.timeLimit(.minutes(1)))
struct ErrorWordsTests {
    /// Two users and two rooms, `builds` a slow one.
    private func scene(_ body: (Fixture, _ alice: ChatroomBinary, _ bob: ChatroomBinary) async throws -> Void)
        async throws
    {
        try await Fixture.with { fixture in
            var (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            for name in ["LANG", "LC_ALL"] { (alice.environment[name], bob.environment[name]) = ("C", "C") }
            for room in ["builds", "ops"] { try await alice.run(["room", "create", room]).check() }
            try await alice.run(["room", "set", "builds", "--slow", "1h"]).check()
            try await body(fixture, alice, bob)
        }
    }

    @Test func whatIsNotThereIsNamedWithWhatWasMeant() async throws {
        try await scene { _, alice, _ in
            for (arguments, status, words) in [
                (
                    ["send", "buidls", "hi"], 68,
                    "there is no room 'buidls'. Did you mean 'builds'? 'chatroom room list' shows all."
                ),
                (
                    ["history", "nothing-like-it"], 68,
                    "there is no room 'nothing-like-it'. 'chatroom room list' shows all."
                ),
                (
                    ["room", "join", "pos"], 68,
                    "there is no room 'pos'. Did you mean 'ops'? 'chatroom room list' shows all."
                ),
                (
                    ["send", "bob", "hi"], 68,
                    "there is no room 'bob'. Did you mean '@bob'? 'chatroom room list' shows all."
                ),
                (["send", "@bbo", "hi"], 68, "there is no user 'bbo'. Did you mean '@bob'?"),
                (["sendfile", "ops", "dump.sql"], 66, "dump.sql: no such file."),
                (
                    ["getfile", "f_01998C3WB2"], 68,
                    "there is no file f_01998C3WB2, or it is gone. 'chatroom getfile --list' shows what there is."
                ),
                (["send", "ops", "--reply-to", "99", "hi"], 68, "there is no message 99 to reply to."),
                (["login", "--revoke", "99"], 68, "there is no token 99."),
            ] as [([String], Int32, String)] {
                let ended = try await alice.run(arguments).check(status)
                #expect(ended.errors == "chatroom: \(words)\n" && ended.output.isEmpty)
            }
        }
    }

    /// What is wrong is quoted whole, whatever is in it, and stays one line.
    @Test(arguments: [
        (["history", "ops", "--from", "bo\nb"], "--from: "),
        (["send", "ops", "--id", "x\ny", "hi"], "--id: 'x\\u{a}y'"),
        (["history", "--format", "{x\ny}"], "--format: there is no field '{x\\u{a}y}'. Known"),
        (["history", "ops", "--non\nsense"], "unknown option '--non\\u{a}sense'. 'chatroom history -h'"),
        (["send", "ops", "--print", "a\nb", "hi"], "the value 'a\\u{a}b' is invalid for '--print "),
        (["history", "ops", "-n", "1\n2"], "the value '1\\u{a}2' is invalid for '-n "),
        (["history", "ops", "a", "b\n\nc"], "2 unexpected arguments: 'a', 'b\\u{a}\\u{a}c'. 'chatroom history"),
        (["listen", "--timeout", "1\n"], "--timeout: '1\\u{a}' is not a length of time."),
        (["history", "ops", "--since", "to\nday"], "'to\\u{a}day' is not a time. Write "),
        (["room", "join", "o\nps"], "a room name "), (["he\nlp"], "no such command 'he\\u{a}lp'."),
    ])
    func aValueOfSeveralLinesIsQuotedWhole(_ arguments: [String], _ words: String) async throws {
        let ended = try await ChatroomBinary().run(arguments)
        #expect(ended.errors.hasPrefix("chatroom: \(words)"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1 && ended.output.isEmpty)
        #expect(ended.exit == .code(64) || ended.exit == .code(65))
    }

    @Test func aSlowRoomSaysWhenToComeBack() async throws {
        try await scene { _, _, bob in
            try await bob.run(["send", "builds", "one"]).check()
            let ended = try await bob.run(["send", "builds", "two"]).check(75)
            let words = /chatroom: sending too fast to builds, a slow room\. Try again in (59 min \d+ s|59 min|1 h)\.\n/
            #expect(try words.wholeMatch(in: ended.errors) != nil, "\(ended.errors)")
        }
    }

    @Test func noAnswerAndAnotherQuestionUnderItsKey() async throws {
        try await scene { _, alice, _ in
            let ask = ["send", "@bob", "--choice", "yes", "--timeout", "5s", "--ask-id", "k", "--ask"]
            let vain = try await alice.run(ask + ["Deploy?"]).check(124)
            #expect(vain.errors == "stored; @bob is offline\nchatroom: no answer from @bob within 5 s.\n")
            let other = try await alice.run(ask + ["Remove?"]).check(65)
            #expect(
                other.errors == """
                    chatroom: another question was asked of @bob under this --ask-id. Give this one a key of its own; \
                    the same text, choices and --timeout go on with the old one.

                    """)
        }
    }

    @Test func nobodyIsAskedWhereThereIsNoTerminal() async throws {
        try await scene { fixture, alice, _ in
            let stranger = try fixture.server.client()
            let (address, key) = (fixture.server.address, fixture.server.fingerprint)
            let trust = try await stranger.run(["login", "alice"]).check(76)
            #expect(
                trust.errors == """
                    chatroom: the server at \(address) is not known yet and there is no terminal to ask at. If its \
                    fingerprint is \(key), pass --fingerprint \(key); or --accept-new.

                    """)
            let password = try await stranger.run(["login", "alice", "--accept-new"]).check(77)
            #expect(
                password.errors == """
                    chatroom: there is no terminal to ask for the password at. Use --password-stdin or \
                    --password-file, or set CHATROOM_TOKEN or CHATROOM_TOKEN_FILE.

                    """)
            let change = try await alice.run(["login", "--passwd"]).check(77)
            #expect(
                change.errors == """
                    chatroom: there is no terminal to ask for the password at. --passwd asks for the old and the new \
                    one, and needs a terminal.

                    """)
        }
    }

    @Test func aServerSaysItsNoticesAsJSONWhenItLogsSo() async throws {
        let binary = try ChatroomBinary()
        let server = try binary.start(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"])
        _ = try await server.waitForLine(containing: "chatroom register YOURNAME", on: .errors)
        server.send(signal: 15)
        let ended = try await server.waitForExit().check()
        let lines = ended.errors.split(separator: "\n")
        #expect(lines.count >= 4 && lines.allSatisfy { $0.hasPrefix(#"{"v":1,"type":"note","message":""#) })
    }
}
