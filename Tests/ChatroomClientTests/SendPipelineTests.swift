import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SendPipelineTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func everyMessageIsStoredOnceAndInOrderHoweverOftenTheConnectionIsCut(salt: UInt64) async throws {
        var random = SeededRandom(seed: SeededRandom(for: "cuts \(salt)").seed &+ salt)
        // The first connection lives long enough to log in; the others may be cut in their handshake.
        let cuts =
            [Int.random(in: 6000...30_000, using: &random)]
            + (0..<5).map { _ in Int.random(in: 1...30_000, using: &random) }
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let messages = (0..<600).map { OutgoingMessage("\($0) " + String(repeating: "x", count: 100)) }
            try await CutProxy.with(to: server.port, cuts: cuts) { proxy in
                var reported: [OutgoingMessage] = []
                var seqs: [Message.Seq] = []
                let pipeline = SendPipeline(
                    client: server.client(alice, at: proxy.address), patience: .seconds(40))
                try await pipeline.run(batches(messages, size: 50), onStatus: { _ in }) { message, outcome in
                    reported.append(message)
                    seqs.append(try outcome.get().seq)
                }
                #expect(reported == messages)
                #expect(seqs == Array(1...Message.Seq(messages.count)))
                #expect(proxy.withPlan { $0.cut } > 0)
            }
            let stored = try await server.client(alice).withConnection {
                try await $0.history(HistoryQuery(target: .lobby)).messages
            }
            #expect(stored.map(\.id) == messages.map(\.id))
        }
    }

    @Test func aRefusedMessageIsReportedAndTheOthersAreStored() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let nobody = Target.direct(try UserName("nobody"))
            let tooLong = String(repeating: "x", count: 3 * 1024 * 1024)
            let messages = [
                OutgoingMessage("1"), OutgoingMessage("2", to: nobody), OutgoingMessage(tooLong), OutgoingMessage("4"),
            ]
            var codes: [ChatError.Code?] = []
            try await SendPipeline(client: server.client(alice), patience: .seconds(5))
                .run(batches(messages, size: 4), onStatus: { _ in }) { _, outcome in
                    if case .failure(let error) = outcome { codes.append(error.code) } else { codes.append(nil) }
                }
            #expect(codes == [nil, .notFound, .tooLarge, nil])
        }
    }

    @Test func aConnectionThatIsLostWhileNothingIsSentIsMadeAgain() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await CutProxy.with(to: server.port) { proxy in
                let (source, feed) = AsyncStream.makeStream(of: [OutgoingMessage].self)
                let outcomes = Shared(0)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await SendPipeline(
                            client: server.client(alice, at: proxy.address), patience: .seconds(20)
                        ).run(source, onStatus: { _ in }) { _, outcome in
                            _ = try outcome.get()
                            outcomes.update { $0 += 1 }
                        }
                    }
                    feed.yield([OutgoingMessage("before")])
                    try await eventually("the first") { outcomes.value == 1 }
                    proxy.cutAll()
                    try await eventually("nobody") {
                        try await server.client(alice).withConnection { try await $0.who().first?.sessions == 1 }
                    }
                    feed.yield([OutgoingMessage("after")])
                    feed.finish()
                    try await group.waitForAll()
                }
                #expect(outcomes.value == 2)
            }
        }
    }

    @Test func itGivesUpWhenItsPatienceIsOver() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await CutProxy.with(to: server.port) { proxy in
                let pipeline = SendPipeline(
                    client: server.client(alice, at: proxy.address), patience: .milliseconds(100))
                let error = await #expect(throws: SendPipeline.Unsettled.self) {
                    try await pipeline.run(
                        batches([OutgoingMessage("1"), OutgoingMessage("2")], size: 1), onStatus: { _ in }
                    ) { _, _ in
                        // Nobody answers at this port.
                        proxy.withPlan { $0.port = 1 }
                        proxy.cutAll()
                    }
                }
                #expect(error?.reason.code == .unreachable)
            }
        }
    }

    @Test func whatComesTooFastIsSentAgainInOrder() async throws {
        try await InProcessServer.with {
            // What is beyond the burst takes two seconds, which the others never do.
            $0.limits.messageBurst = 130
            $0.limits.messagesPerMinute = 600
        } _: { server in
            let alice = try await server.register("alice")
            let messages = (0..<150).map { OutgoingMessage("\($0)") }
            var reported: [OutgoingMessage] = []
            var pauses = 0
            try await SendPipeline(client: server.client(alice), patience: .seconds(20)).run(
                batches(messages, size: 150),
                onStatus: { status in if case .tooFast = status { pauses += 1 } },
                report: { message, outcome in
                    _ = try outcome.get()
                    reported.append(message)
                })
            #expect(reported == messages)
            #expect(pauses > 0)
            let stored = try await server.client(alice).withConnection {
                try await $0.history(HistoryQuery(target: .lobby)).messages
            }
            #expect(stored.map(\.id) == messages.map(\.id))
        }
    }

    @Test func whoHasNoPatienceIsToldThatItWasTooFast() async throws {
        try await InProcessServer.with {
            $0.limits.messageBurst = 2
            $0.limits.messagesPerMinute = 1
        } _: { server in
            let alice = try await server.register("alice")
            var codes: [ChatError.Code?] = []
            try await SendPipeline(client: server.client(alice), patience: .seconds(5))
                .run(batches((0..<4).map { OutgoingMessage("\($0)") }, size: 4), onStatus: { _ in }) { _, outcome in
                    if case .failure(let error) = outcome { codes.append(error.code) } else { codes.append(nil) }
                }
            #expect(codes == [nil, nil, .rateLimited, .rateLimited])
        }
    }

    private func batches(_ messages: [OutgoingMessage], size: Int) -> AsyncStream<[OutgoingMessage]> {
        let (stream, continuation) = AsyncStream.makeStream(of: [OutgoingMessage].self)
        for start in stride(from: 0, to: messages.count, by: size) {
            continuation.yield(Array(messages[start..<min(start + size, messages.count)]))
        }
        continuation.finish()
        return stream
    }
}
