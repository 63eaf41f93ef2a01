import ChatroomTestSupport
import Glibc
import Testing

@Suite(.timeLimit(.minutes(2)))
struct TrustTests {
    @Test func anUnknownServerIsRefusedWhenNobodyCanBeAsked() async throws {
        try await Fixture.with { fixture in
            let client = try fixture.server.client()
            let ended = try await client.run(
                ["register", "alice", "--password-stdin"], input: .text(Fixture.password)
            ).check(76)
            #expect(ended.errors.contains(fixture.server.fingerprint))
            #expect(ended.errors.contains("--fingerprint"))
        }
    }

    @Test func aChangedKeyStopsEverythingWith76() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let old = fixture.server.fingerprint
            try await fixture.server.stop()
            for name in ["tls-key.pem", "tls-cert.pem"] {
                #expect(unlink("\(fixture.server.dataPath)/\(name)") == 0)
            }
            try await fixture.server.restart()
            let ended = try await alice.run(["send", "lobby", "hi"]).check(76)
            #expect(
                ended.errors == """
                    chatroom: THE KEY OF \(fixture.server.address) HAS CHANGED. Nothing was sent.
                    Expected \(old), got \(fixture.server.fingerprint). If the administrator confirms it, repeat the \
                    command once with --fingerprint \(fixture.server.fingerprint)

                    """)
            try await alice.run(["send", "lobby", "hi", "--fingerprint", fixture.server.fingerprint]).check()
            try await alice.run(["send", "lobby", "hi"]).check()
        }
    }

    @Test func aFingerprintIsNothingThatASocketHas() async throws {
        try await Fixture.with { fixture in
            var client = try fixture.server.client()
            client.environment["CHATROOM_TOKEN"] = String(repeating: "0123456789abcdef", count: 4)
            let ended = try await client.run(
                ["who", "-s", "unix:/not/there", "--fingerprint", fixture.server.fingerprint]
            ).check(64)
            #expect(ended.errors.contains("--fingerprint uid:N"))
        }
    }
}
