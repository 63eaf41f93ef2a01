import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LogFollowerTests {
    @Test func aRestartedServerCostsNeitherASenderNorAFollowerAMessage() async throws {
        let directory = try ScratchDirectory()
        let count = 200
        let taken = Shared<[Message]>([])
        let (source, feed) = AsyncStream.makeStream(of: [OutgoingMessage].self)
        let messages = (0..<count).map { OutgoingMessage("\($0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let port = try await InProcessServer.with(in: directory) { server in
                let alice = try await server.register("alice")
                let (reader, writer) = (server.client(alice), server.client(alice))
                let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    try await LogFollower(client: reader, scope: .conversations([Follow(target: .lobby, start: .tail)]))
                        .run(onStatus: { _ in }) {
                            isReady.finish()
                        } take: { delivery in
                            taken.update { $0.append(delivery.message) }
                            return delivery.message.seq == count ? .stop : .next
                        }
                }
                for await _ in ready {}
                group.addTask {
                    try await SendPipeline(client: writer, patience: .seconds(40))
                        .run(source, onStatus: { _ in }) { _, outcome in _ = try outcome.get() }
                }
                feed.yield(Array(messages[..<50]))
                try await eventually("the first messages") { taken.value.count >= 20 }
                // The shutdown comes while these are under way.
                feed.yield(Array(messages[50..<150]))
                return server.port
            }
            feed.yield(Array(messages[150...]))
            feed.finish()
            try await InProcessServer.with(in: directory, port: port) { _ in try await group.waitForAll() }
        }
        #expect(taken.value.map(\.id) == messages.map(\.id))
        #expect(taken.value.map(\.seq) == Array(1...Message.Seq(count)))
    }

    /// Nothing had been said since the follow began, so its place is known from the server's answer alone.
    @Test(arguments: [false, true])
    func whatIsSaidDuringACutInAQuietRoomArrivesAndNothingElse(followsEverything: Bool) async throws {
        try await InProcessServer.with { server in
            let (alice, bob) = try await (server.register("alice"), server.register("bob"))
            let writer = server.client(bob)
            try await writer.withConnection { connection in
                for number in 1...5 { try await connection.send(OutgoingMessage("old \(number)")) }
            }
            try await CutProxy.with(to: server.port) { proxy in
                let follower = LogFollower(
                    client: server.client(alice, at: proxy.address),
                    scope: followsEverything
                        ? .everything(from: .tail) : .conversations([Follow(target: .lobby, start: .tail)]))
                var taken: [String] = []
                try await follower.run(
                    onStatus: { status in
                        guard case .lost = status else { return }
                        try await writer.withConnection { connection in
                            _ = try await connection.send(OutgoingMessage("during the cut"))
                        }
                    },
                    onFollowing: { proxy.cutAll() }
                ) { delivery in
                    taken.append(delivery.message.body)
                    return .stop
                }
                #expect(taken == ["during the cut"])
            }
        }
    }

    @Test func severalConversationsAreFollowedAtOnceAcrossCuts() async throws {
        try await InProcessServer.with { server in
            let (alice, bob) = try await (server.register("alice"), server.register("bob"))
            let direct = Target.direct(try UserName("bob"))
            let follows = [Follow(target: .lobby, start: .after(0)), Follow(target: direct, start: .after(0))]
            var random = SeededRandom(for: "follower cuts")
            let cuts = [12_000] + (0..<4).map { _ in Int.random(in: 1000...20_000, using: &random) }
            try await server.client(alice, at: server.socket).withConnection { connection in
                for number in 0..<300 {
                    _ = connection.start(
                        .send(
                            OutgoingMessage(
                                "\(number) " + String(repeating: "x", count: 100),
                                to: number.isMultiple(of: 2) ? .lobby : direct)))
                }
                connection.flush()
                _ = try await connection.send(OutgoingMessage("last"))
            }
            _ = bob
            try await CutProxy.with(to: server.port, cuts: cuts) { proxy in
                var seqs: [Target: [Message.Seq]] = [:]
                try await LogFollower(client: server.client(alice, at: proxy.address), scope: .conversations(follows))
                    .run(onStatus: { _ in }, onFollowing: {}) { delivery in
                        seqs[delivery.target, default: []].append(delivery.message.seq)
                        return seqs.values.reduce(0) { $0 + $1.count } == 301 ? .stop : .next
                    }
                #expect(seqs[.lobby] == Array(1...151))
                #expect(seqs[direct] == Array(1...150))
                #expect(proxy.withPlan { $0.cut } > 0)
            }
        }
    }
}
