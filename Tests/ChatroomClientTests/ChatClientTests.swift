import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ChatClientTests {
    @Test func aKeyThatChangedOnReconnectIsRefusedBeforeAnythingIsSent() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await FakeServer.with(protocols: [Frame.applicationProtocol]) { fake in
                try await CutProxy.with(to: server.port) { proxy in
                    let follower = LogFollower(
                        client: server.client(alice, at: proxy.address),
                        scope: .conversations([Follow(target: .lobby, start: .tail)]))
                    let error = await #expect(throws: ChatError.self) {
                        try await follower.run(onStatus: { _ in }) {
                            proxy.withPlan { $0.port = fake.port }
                            proxy.cutAll()
                        } take: { _ in
                            .next
                        }
                    }
                    #expect(error?.code == .keyChanged)
                }
                #expect(fake.record.connections == 1)
                #expect(fake.record.bytes.isEmpty)
            }
        }
    }

    @Test func aKeyThatIsNotTrustedIsToldNothing() async throws {
        try await FakeServer.with(protocols: [Frame.applicationProtocol]) { fake in
            let client = ChatClient(
                address: .tcp(host: "127.0.0.1", port: fake.port), trust: ServerTrust { _, _ in },
                credential: .password(name: "alice", password: "violet tractor 9", label: ""),
                options: ChatClient.Options(product: "test"))
            let error = await #expect(throws: ChatError.self) { try await client.withConnection { _ in } }
            #expect(error?.code == .keyUnknown)
            try await eventually("the handshake") { fake.record.handshakes > 0 }
            #expect(fake.record.bytes.isEmpty)
        }
    }

    @Test(arguments: [[], ["h2"]] as [[String]])
    func aServerOfAnotherProtocolIsAnErrorAndNotACrash(protocols: [String]) async throws {
        try await FakeServer.with(protocols: protocols) { fake in
            for _ in 0..<3 {
                let error = await #expect(throws: ChatError.self) {
                    try await client(port: fake.port).withConnection { _ in }
                }
                #expect([.protocolMismatch, .unreachable].contains(error?.code))
            }
            #expect(fake.record.bytes.isEmpty)
        }
    }

    @Test func aServerWithoutTLSIsOneThatNoWaitingCures() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(WebServer()) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let client = client(port: try #require(listener.localAddress?.port))
        let error = await #expect(throws: ChatError.self) {
            try await client.withReconnecting(
                patience: nil, first: .patient(limit: nil), onStatus: { _ in Issue.record("tried again") }, { _ in })
        }
        #expect(error?.code == .protocolMismatch)
        try await listener.close()
    }

    @Test func thePatienceOfAFirstContactEndsWithWhyThereWasNone() async throws {
        var told = 0
        let error = await #expect(throws: ChatError.self) {
            try await client(port: 1).withReconnecting(
                patience: nil, first: .patient(limit: .milliseconds(900)),
                onStatus: { status in if case .unreached = status { told += 1 } }, { _ in })
        }
        #expect(error?.code == .unreachable && told == 1)
    }

    @Test func whoIsToldToStopBeforeAFirstContactKnowsWhyThereWasNone() async throws {
        let client = client(port: 1)
        let (trying, bell) = AsyncStream.makeStream(of: Void.self)
        let error = await #expect(throws: Unreached.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await client.withReconnecting(
                        patience: nil, first: .patient(limit: nil), onStatus: { _ in bell.yield() }, { _ in })
                }
                for await _ in trying { break }
                group.cancelAll()
                try await group.next()
            }
        }
        #expect(error?.reason.code == .unreachable)
    }

    @Test func aPortWhereNobodyListensIsUnreachable() async throws {
        let error = await #expect(throws: ChatError.self) { try await client(port: 1).withConnection { _ in } }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("connection refused") == true)
    }

    @Test func aConnectionThatIsCutInTheHandshakeIsUnreachable() async throws {
        try await InProcessServer.with { server in
            for bytes in [1, 100, 300, 700, 900] {
                try await CutProxy.with(to: server.port, cuts: [bytes]) { proxy in
                    let error = await #expect(throws: ChatError.self) {
                        try await server.client(at: proxy.address).withConnection { _ in }
                    }
                    #expect(error?.code == .unreachable, "cut after \(bytes)")
                }
            }
        }
    }

    @Test func aRequestOnAConnectionThatEndedFailsAtOnce() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await CutProxy.with(to: server.port) { proxy in
                try await server.client(alice, at: proxy.address).withConnection { connection in
                    proxy.cutAll()
                    await #expect(throws: ChatError.self) { _ = try await connection.take(1) }
                    for _ in 0..<3 {
                        let error = await #expect(throws: ChatError.self) { _ = try await connection.who() }
                        #expect(error?.code == .unreachable)
                    }
                }
            }
        }
    }

    @Test func aRefusedLoginIsNotTriedAgain() async throws {
        try await InProcessServer.with { server in
            let wrong = Login.Credential.password(name: "nobody", password: "not a password", label: "")
            let error = await #expect(throws: ChatError.self) {
                try await server.client(wrong).withReconnecting(
                    patience: nil, onStatus: { _ in Issue.record("tried again") }, { _ in })
            }
            #expect(error?.code == .wrongCredentials)
        }
    }

    /// Answers whatever it is told without TLS.
    private final class WebServer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let answer = ByteBuffer(string: "HTTP/1.0 400 Bad Request\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        }
    }

    private func client(port: Int) -> ChatClient {
        var trust = ServerTrust { _, _ in }
        trust.acceptsNew = true
        return ChatClient(
            address: .tcp(host: "127.0.0.1", port: port), trust: trust, credential: nil,
            options: ChatClient.Options(product: "test"))
    }
}
