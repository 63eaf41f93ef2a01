import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FollowTests {
    @Test(arguments: [0, 1, 4, 5] as [Message.Seq])
    func itBeginsAfterAPosition(seq: Message.Seq) async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                for number in 1...5 { try await connection.send(OutgoingMessage("\(number)")) }
                let following = try await connection.follow(Follow(target: .lobby, start: .after(seq)))
                #expect(following.position == seq)
                #expect(following.head == 5)
                try await connection.send(OutgoingMessage("6"))
                let messages = try await connection.take(6 - Int(seq))
                #expect(messages.map(\.seq) == Array(seq + 1...6))
                #expect(messages.map(\.body) == messages.map { "\($0.seq)" })
            }
        }
    }

    @Test func itBeginsAtTheTailOrAtATime() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                let first = try await connection.send(OutgoingMessage("1"))
                try await eventually("a later millisecond") {
                    try await connection.send(OutgoingMessage("2")).time > first.time
                }
                let page = try await connection.history(HistoryQuery(target: .lobby))
                let later = try #require(page.messages.first { $0.time > first.time })
                let since = try await connection.follow(Follow(target: .lobby, start: .since(later.time)))
                #expect(since.position == later.seq - 1)
                let tail = try await connection.follow(Follow(target: .lobby, start: .tail))
                #expect(tail.position == page.head)
                let start = try await connection.follow(
                    Follow(target: .lobby, start: .since(Timestamp(milliseconds: 1))))
                #expect(start.position == 0)
            }
        }
    }

    @Test func aPositionBeyondTheEndIsRefused() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                try await connection.send(OutgoingMessage("1"))
                try await expect(.invalid) {
                    try await connection.follow(Follow(target: .lobby, start: .after(2)))
                }
                try await expect(.notFound) {
                    try await connection.follow(
                        Follow(target: .direct(Sample.name("nobody")), start: .tail))
                }
            }
        }
    }

    @Test func anEndedSubscriptionBringsNothing() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(alice)
                guard
                    case .success(.following(let following)) = try await peer.ask(
                        .follow(Follow(target: .lobby, start: .tail)))
                else { throw TestFailure("not followed") }
                let reply = try await peer.ask(.unfollow(following.conversation))
                #expect(reply == .success(.done))
                guard case .success(.sent) = try await peer.ask(.send(OutgoingMessage("x"))) else {
                    throw TestFailure("not sent")
                }
                #expect(try await peer.ask(.ping) == .success(.done))
            }
        }
    }

    @Test func aConnectionFollowsOnlySoManyConversations() async throws {
        try await InProcessServer.with {
            $0.limits.subscriptions = 2
        } _: { server in
            let alice = try await server.register("alice")
            let names = ["bob", "carol", "dave"]
            for name in names { _ = try await server.register(name) }
            try await server.client(alice).withConnection { connection in
                let targets = names.map { Target.direct(Sample.name($0)) }
                let first = try await connection.follow(Follow(target: targets[0], start: .tail))
                _ = try await connection.follow(Follow(target: targets[1], start: .tail))
                try await expect(.rateLimited) {
                    try await connection.follow(Follow(target: targets[2], start: .tail))
                }
                // The same again is no further one.
                _ = try await connection.follow(Follow(target: targets[1], start: .after(0)))
                _ = try await connection.ask(.unfollow(first.conversation))
                _ = try await connection.follow(Follow(target: targets[2], start: .tail))
            }
        }
    }

    @Test func aFollowerThatDoesNotReadDelaysNobodyAndMissesNothing() async throws {
        try await InProcessServer.with { server in
            let (alice, bob, carol) = try await (
                server.register("alice"), server.register("bob"), server.register("carol")
            )
            let count = 5000
            // The socket's small buffers are full long before the last message.
            try await RawPeer.with(server) { slow in
                try await slow.logIn(bob)
                _ = try await slow.ask(.follow(Follow(target: .lobby, start: .tail))).get()
                async let prompt = server.client(carol).withConnection { connection in
                    _ = try await connection.follow(Follow(target: .lobby, start: .after(0)))
                    return try await connection.take(count).map(\.seq)
                }
                // All of them are asked for at once, so the last one waits for all the others.
                try await server.client(alice, requestTimeout: .seconds(120)).withConnection { connection in
                    let replies = (1...count).map { number in
                        connection.start(.send(OutgoingMessage(text(number, bytes: 1000))))
                    }
                    connection.flush()
                    for reply in replies { _ = try await reply.get() }
                }
                #expect(try await prompt == Array(1...Message.Seq(count)))
                for seq in 1...Message.Seq(count) {
                    guard case .event(.posted(_, let message))? = try await slow.next() else {
                        throw TestFailure("no message \(seq)")
                    }
                    guard message.seq == seq, message.body.hasPrefix("\(seq) ") else {
                        throw TestFailure("\(message.seq) instead of \(seq)")
                    }
                }
            }
        }
    }
}
