import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOSSL
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test func aRequestBeforeHelloIsRefused() async throws {
        try await InProcessServer.with { server in
            try await RawPeer.with(server) { peer in
                #expect(try await peer.ask(.who(Who())).code == .protocolViolation)
                #expect(try await peer.ask(.ping).code == .protocolViolation)
                _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
                #expect(try await peer.ask(.hello(Hello(client: "raw"))).code == .protocolViolation)
            }
        }
    }

    @Test func aRequestBeforeLoginIsRefused() async throws {
        try await InProcessServer.with { server in
            try await RawPeer.with(server, by: .tls) { peer in
                _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
                let requests: [Request] = [
                    .who(Who()), .logout, .listTokens, .send(OutgoingMessage("x")),
                    .history(HistoryQuery(target: .lobby)),
                    .follow(Follow(target: .lobby, start: .tail)),
                ]
                for request in requests {
                    #expect(try await peer.ask(request).code == .notLoggedIn, "\(request.verb)")
                }
                #expect(try await peer.ask(.ping) == .success(.done))
            }
        }
    }

    @Test func aVersionThatIsNotSpokenIsRefused() async throws {
        try await InProcessServer.with { server in
            try await RawPeer.with(server) { peer in
                let answer = try await peer.ask(.hello(Hello(versions: [2, 3], client: "raw")))
                #expect(answer.code == .protocolMismatch)
                #expect(try await peer.ask(.who(Who())).code == .protocolViolation)
            }
        }
    }

    @Test func anUnknownRequestIsAnsweredAndTheConnectionLives() async throws {
        try await InProcessServer.with { server in
            try await RawPeer.with(server) { peer in
                // Field 1 (the id) is 7; field 99 is nothing that this server knows.
                try await peer.write([0, 0, 0, 5, 0x08, 7, 0x9A, 0x06, 0])
                guard case .reply(7, let answer)? = try await peer.next() else {
                    Issue.record("no reply")
                    return
                }
                #expect(answer.code == .unknownRequest)
                _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
            }
        }
    }

    @Test(
        arguments: [
            [0, 0, 0, 3, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0, 0, 0, 2, 0x08, 0],
            [0, 0, 0, 9, 0x08, 1, 0x12, 5, 0x12, 3, 0xFF, 0xFE, 0x41],
        ] as [[UInt8]])
    func aMalformedFrameEndsTheConnectionWithAReason(bytes: [UInt8]) async throws {
        try await InProcessServer.with { server in
            try await RawPeer.with(server) { peer in
                try await peer.write(bytes)
                #expect(try await peer.farewell()?.code == .protocolViolation)
            }
        }
    }

    @Test func aFrameOverFourKibibytesIsRefusedBeforeLoginAndTakenAfterwards() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let long = OutgoingMessage(String(repeating: "x", count: 5000))
            try await RawPeer.with(server) { peer in
                // The length alone is enough.
                try await peer.write([0, 0, 0x10, 0x01])
                #expect(try await peer.farewell()?.code == .tooLarge)
            }
            try await RawPeer.with(server) { peer in
                try await peer.logIn(alice)
                guard case .success(.sent) = try await peer.ask(.send(long)) else {
                    Issue.record("refused after login")
                    return
                }
                try await peer.write([0, 0x10, 0, 1])
                #expect(try await peer.farewell()?.code == .tooLarge)
            }
        }
    }

    @Test func aMessageOverTheLimitIsRefusedAndTheConnectionLives() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(alice)
                let limit = Limits().bodyBytes
                let tooLong = OutgoingMessage(String(repeating: "x", count: limit + 1))
                #expect(try await peer.ask(.send(tooLong)).code == .tooLarge)
                let longest = OutgoingMessage(String(repeating: "x", count: limit))
                guard case .success(.sent(let receipt)) = try await peer.ask(.send(longest)) else {
                    Issue.record("the longest was refused")
                    return
                }
                #expect(receipt.seq == 1)
            }
        }
    }

    @Test func whoDoesNotLogInInTimeIsCut() async throws {
        try await InProcessServer.with {
            $0.limits.loginTime = .milliseconds(300)
        } _: { server in
            try await RawPeer.with(server) { peer in
                let reason = try await peer.farewell()
                #expect(reason?.code == .timedOut)
            }
        }
    }

    @Test func whoNeverBeginsTLSIsCutAfterTheLoginTime() async throws {
        try await InProcessServer.with {
            $0.limits.loginTime = .milliseconds(300)
        } _: { server in
            try await Deadline.run("the cut") {
                try await RawPeer.with(server, by: .plain) { peer in _ = try await peer.farewell() }
            }
        }
    }

    @Test func tooManyThatAreNotLoggedInCostTheOldestItsPlace() async throws {
        try await InProcessServer.with {
            $0.limits.unauthenticated = 2
        } _: { server in
            try await RawPeer.with(server) { first in
                _ = try await first.ask(.hello(Hello(client: "first"))).get()
                try await RawPeer.with(server) { second in
                    _ = try await second.ask(.hello(Hello(client: "second"))).get()
                    try await RawPeer.with(server) { third in
                        _ = try await third.ask(.hello(Hello(client: "third"))).get()
                        #expect(try await first.farewell()?.code == .busy)
                        #expect(try await second.ask(.ping) == .success(.done))
                    }
                }
            }
        }
    }

    @Test func aSilentPeerIsClosed() async throws {
        try await InProcessServer.with {
            $0.limits.silence = .seconds(3)
        } _: { server in
            let alice = try await server.register("alice")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(alice)
                let reason = try await peer.farewell()
                #expect(reason?.code == .timedOut)
            }
        }
    }

    @Test func anythingOlderThanTLS13IsRefused() async throws {
        try await InProcessServer.with { server in
            let greeting = Request.hello(Hello(client: "old"))
            await #expect(throws: (any Error).self) {
                _ = try await RawPeer.with(server, by: .tls, maximumTLS: .tlsv12) { try await $0.ask(greeting).get() }
            }
            _ = try await RawPeer.with(server, by: .tls, maximumTLS: .tlsv13) { try await $0.ask(greeting).get() }
        }
    }
}
