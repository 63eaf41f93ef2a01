import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CursorConsumerTests {
    @Test func whatIsDoneIsNotGivenOutAgain() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.send(1...30, as: alice)
            let taken = Shared<[Message.Seq]>([])
            for round in 1...3 {
                try await Self.consumer(server.client(alice)).run(onStatus: { _ in }, onReady: {}) { work in
                    taken.update { $0 += work.map(\.delivery.message.seq) }
                    return .init(
                        done: work.map(\.delivery.message.seq), isLast: taken.value.count == round * 10)
                }
            }
            #expect(taken.value == Array(1...30))
        }
    }

    @Test func whatFailsComesAgainBeforeWhatFollowsAndIsCounted() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.send(1...4, as: alice)
            let handled = Shared<[[Int]]>([])
            try await Self.consumer(server.client(alice)).run(onStatus: { _ in }, onReady: {}) { work in
                let (seq, failures) = (Int(work[0].delivery.message.seq), work[0].failures)
                handled.update { $0.append([seq, failures]) }
                guard seq != 2 || failures == 2 else { return .init() }
                return .init(done: [Message.Seq(seq)], isLast: seq == 4)
            }
            #expect(handled.value == [[1, 0], [2, 0], [2, 1], [2, 2], [3, 0], [4, 0]])
        }
    }

    @Test func workThatEndsWithoutAConnectionIsSettledOnTheNext() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.send(1...5, as: alice)
            try await CutProxy.with(to: server.port) { proxy in
                let taken = Shared<[Message.Seq]>([])
                try await Self.consumer(server.client(alice, at: proxy.address)).run(
                    onStatus: { _ in }, onReady: {}
                ) { work in
                    let seq = work[0].delivery.message.seq
                    taken.update { $0.append(seq) }
                    proxy.cutAll()
                    return .init(done: [seq], isLast: seq == 5)
                }
                #expect(taken.value == [1, 2, 3, 4, 5])
            }
            let left = try await server.client(alice).withConnection { connection in
                try await connection.claim(Claim(target: .lobby, cursor: Self.inbox, limit: 10))
            }
            #expect(left.work.isEmpty)
        }
    }

    @Test func twoConsumersShareWithoutDoubling() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let taken = Shared<[Message.Seq]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        do {
                            try await Self.consumer(server.client(alice), jobs: 3)
                                .run(onStatus: { _ in }, onReady: {}) { work in
                                    taken.update { $0 += work.map(\.delivery.message.seq) }
                                    return .init(done: work.map(\.delivery.message.seq))
                                }
                        } catch is CancellationError {
                            // As intended.
                        }
                    }
                }
                try await server.send(1...200, as: alice)
                try await eventually("all messages") { taken.value.count >= 200 }
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(taken.value.sorted() == Array(1...200))
        }
    }

    @Test func everythingIncludesConversationsThatBeginLater() async throws {
        try await InProcessServer.with { server in
            let (alice, bob) = try await (server.register("alice"), server.register("bob"))
            let taken = Shared<[String]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    try await CursorConsumer(
                        client: server.client(bob), scope: .everything(from: .tail), cursor: Self.inbox
                    ).run(onStatus: { _ in }, onReady: { isReady.finish() }) { work in
                        let delivery = work[0].delivery
                        taken.update { $0.append("\(delivery.target) \(delivery.message.body)") }
                        return .init(done: [delivery.message.seq], isLast: taken.value.count == 2)
                    }
                }
                for await _ in ready {}
                try await server.client(alice).withConnection { connection in
                    try await connection.send(OutgoingMessage("hi", to: .direct(try UserName("bob"))))
                    let room = try RoomName("ops")
                    _ = try await connection.room(.createRoom(CreateRoom(room: room)))
                    try await connection.send(OutgoingMessage("all green", to: .room(room)))
                }
                try await group.waitForAll()
            }
            #expect(taken.value.sorted() == ["@alice hi", "ops all green"])
        }
    }

    private static let inbox: Cursor.Name = {
        do { return try Cursor.Name("inbox") } catch { preconditionFailure("\(error)") }
    }()

    private static func consumer(_ client: ChatClient, jobs: Int = 1) -> CursorConsumer {
        CursorConsumer(client: client, scope: .conversations([.lobby: .after(0)]), cursor: inbox, jobs: jobs)
    }
}

extension InProcessServer {
    /// Sends numbered messages to the lobby.
    fileprivate func send(_ numbers: ClosedRange<Int>, as user: Login.Credential) async throws {
        try await client(user).withConnection { connection in
            for number in numbers { try await connection.send(OutgoingMessage("\(number)")) }
        }
    }
}
