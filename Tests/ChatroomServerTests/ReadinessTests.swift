import ChatroomClient
import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// Whether a server says truly that it can store.
@Suite(.timeLimit(.minutes(1)))
struct ReadinessTests {
    private static let question = Ping(asksReadiness: true)

    @Test func aServerThatCanStoreIsReadyAndSaysNoMoreThanIsAsked() async throws {
        try await InProcessServer.with { server in
            try await server.client(at: server.socket).withConnection { stranger in
                let told = try await stranger.ask(Self.question)
                #expect(told == Pong(isReady: true))
                let plain = try await stranger.ask(Ping())
                #expect(plain == Pong(isReady: nil))
                // What clients of every version know.
                let reply: Reply = try await stranger.ask(Request.ping(Ping()))
                #expect(reply == .done)
            }
        }
    }

    @Test(arguments: [ChatError.Code.storageFull, .storage])
    func aStoreThatCannotBeWrittenIsNotReady(code: ChatError.Code) async throws {
        try await FaultyStore.with { server, store in
            store.plan.withLock { $0.write = ChatError(code, "planned") }
            try await server.client(at: server.socket).withConnection { stranger in
                let told = try await stranger.ask(Self.question)
                #expect(told == Pong(isReady: false))
            }
        }
    }

    @Test func aLogThatIsReadOnlyIsNotReadyWhateverTheDiskSays() async throws {
        try await FaultyStore.with { server, store in
            let alice = try await server.register("alice")
            store.failAppends(.storage)
            try await server.client(alice).withConnection { connection in
                let before = try await connection.ask(Self.question)
                #expect(before == Pong(isReady: true))
                try await expect(.storage) { try await connection.send(OutgoingMessage("1")) }
                let after = try await connection.ask(Self.question)
                #expect(after == Pong(isReady: false))
            }
        }
    }

    @Test func theDiskIsWrittenOnceASecondHoweverManyAsk() async throws {
        try await FaultyStore.with { server, store in
            try await server.client(at: server.socket).withConnection { stranger in
                _ = try await stranger.ask(Self.question)
                // Whoever asks within the second is told what was found.
                store.plan.withLock { $0.write = ChatError(.storage, "planned") }
                let replies = (0..<200).map { _ in stranger.start(Self.question) }
                stranger.flush()
                for reply in replies { _ = try await reply.get() }
            }
            #expect(store.plan.withLock { $0.writes } <= 4)
        }
    }

    @Test func aStrangerWhoHasNotGreetedIsToldNothing() async throws {
        try await InProcessServer.with { server in
            try await RawPeer.with(server) { peer in
                let answer = try await peer.ask(.ping(Self.question))
                #expect(answer.code == .protocolViolation)
            }
        }
    }
}
