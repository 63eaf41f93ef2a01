import ChatroomTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PingTests {
    @Test func aStrangerLearnsThatTheServerAnswersAndKeepsNothing() async throws {
        try await Fixture.with { fixture in
            let stranger = try fixture.server.client()
            let plain = try await stranger.run(["ping"]).check()
            #expect(plain.output.wholeMatch(of: /127\.0\.0\.1:\d+ answered in \d+\.\d ms\n/) != nil)
            let ready = try await stranger.run(["ping", "--ready"]).check()
            #expect(ready.output.wholeMatch(of: /127\.0\.0\.1:\d+ answered in \d+\.\d ms and can store\n/) != nil)
            let quiet = try await stranger.run(["ping", "--ready", "-q"]).check()
            #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
            let json = try await stranger.run(["ping", "--ready", "--json"]).check()
            let object = /\{"v":1,"type":"pong","server":"127\.0\.0\.1:\d+","microseconds":\d+,"ready":true\}\n/
            #expect(json.output.wholeMatch(of: object) != nil)
            // Whoever has pinged is still asked whether to trust the key.
            try await stranger.run(["who"]).check(77)
            try await stranger.run(["register", "alice", "--password-stdin"], input: .text(Fixture.password)).check(76)
        }
    }

    @Test func anotherKeyThanTheOneThatIsNamedIsNotAsked() async throws {
        try await Fixture.with { fixture in
            let stranger = try fixture.server.client()
            try await stranger.run(["ping", "--fingerprint", fixture.server.fingerprint]).check()
            let wrong = "SHA256:" + String(repeating: "A", count: 43)
            let refused = try await stranger.run(["ping", "--fingerprint", wrong]).check(76)
            #expect(refused.errors.contains("Nothing was sent"))
        }
    }

    @Test func whereNobodyListensThereIsNoAnswer() async throws {
        let nobody = try ChatroomBinary(environment: ["CHATROOM_SERVER": "127.0.0.1:1"])
        let failed = try await nobody.run(["ping", "--timeout", "5s"]).check(69)
        #expect(failed.output.isEmpty && failed.errors.contains("cannot reach 127.0.0.1:1"))
    }

    @Test func whoIsLoggedInIsAnsweredAsWell() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await alice.run(["ping", "--ready"]).check()
            try await alice.run(["send", "lobby", "1"]).check()
            try await alice.run(["send", "lobby", "2"]).check()
            try await alice.run(["listen", "--cursors"]).check(1)
            try await alice.run(
                ["listen", "lobby", "--cursor", "w", "--since", "lobby:0", "--count", "1", "--format", "{text}"]
            ).check()
            let listed = try await alice.run(["listen", "--cursors"]).check()
            #expect(listed.output == "w\tlobby\t1\t1\n")
            let json = try await alice.run(["listen", "lobby", "--cursors", "--json"]).check()
            #expect(
                json.output == """
                    {"v":1,"type":"cursor","name":"w","conversation":"lobby","cursor":"lobby:1","waiting":1}

                    """)
            try await alice.run(["listen", "@alice", "--cursors"]).check(1)
            try await alice.run(["listen", "--cursors", "--cursor", "w"]).check(64)
        }
    }
}
