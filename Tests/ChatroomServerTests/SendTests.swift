import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SendTests {
    @Test func aMessageSentTwiceIsStoredOnce() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let message = OutgoingMessage("hello")
            let first = try await server.client(alice).withConnection { connection in
                let first = try await connection.send(message)
                _ = try await connection.send(OutgoingMessage("between"))
                return first
            }
            try await server.client(alice).withConnection { connection in
                let second = try await connection.send(message)
                #expect(second.seq == first.seq)
                #expect(second.time == first.time)
                #expect(!first.isDuplicate)
                #expect(second.isDuplicate)
                let page = try await connection.history(HistoryQuery(target: .lobby))
                #expect(page.messages.map(\.body) == ["hello", "between"])
            }
        }
    }

    @Test func anIdIsUsedForOneMessageOfOneSenderOnly() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let bob = try await server.register("bob")
            let message = OutgoingMessage("hello")
            try await server.client(alice).withConnection { connection in
                try await connection.send(message)
                let others = [
                    OutgoingMessage(id: message.id, target: .lobby, body: "other text"),
                    OutgoingMessage(id: message.id, target: .direct(Sample.name("bob")), body: "hello"),
                    OutgoingMessage(id: message.id, target: .lobby, body: "hello", replyTo: 1),
                ]
                for other in others { try await expect(.idReused) { try await connection.send(other) } }
            }
            try await server.client(bob).withConnection { connection in
                try await expect(.idReused) { try await connection.send(message) }
                let page = try await connection.history(HistoryQuery(target: .lobby))
                #expect(page.messages.map(\.sender.text) == ["alice"])
            }
        }
    }

    @Test func whatCannotBeSentIsRefusedAndTheNextIsStored() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                try await expect(.notFound) {
                    try await connection.send(OutgoingMessage("x", to: .direct(Sample.name("nobody"))))
                }
                let reply = OutgoingMessage(
                    id: Sample.messageID(1), target: .lobby, body: "to nothing", replyTo: 99)
                try await expect(.notFound) { try await connection.send(reply) }
                let receipt = try await connection.send(OutgoingMessage("x"))
                #expect(receipt.seq == 1)
            }
        }
    }

    @Test func aMisspeltNameIsSuggested() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            _ = try await server.register("robert")
            try await server.client(alice).withConnection { connection in
                let error = await #expect(throws: ChatError.self) {
                    try await connection.send(OutgoingMessage("x", to: .direct(Sample.name("robret"))))
                }
                #expect(error?.hint?.contains("@robert") == true)
            }
        }
    }

    @Test func manyRequestsAtOnceAreAnsweredInAnyCase() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                // More than the server lets one connection have in its queue.
                let replies = (0..<700).map { connection.start(.send(OutgoingMessage("\($0)"))) }
                connection.flush()
                var seqs: [Message.Seq] = []
                for reply in replies {
                    guard case .sent(let receipt) = try await reply.get() else { throw TestFailure("no receipt") }
                    seqs.append(receipt.seq)
                }
                #expect(seqs == Array(1...700))
            }
        }
    }

    @Test func aDirectConversationIsSeenByBothAndByNoThird() async throws {
        try await InProcessServer.with { server in
            let (alice, bob, carol) = try await (
                server.register("alice"), server.register("bob"), server.register("carol")
            )
            let (toAlice, toBob) = (Target.direct(Sample.name("alice")), Target.direct(Sample.name("bob")))
            let conversation = try await server.client(bob).withConnection { reader in
                let following = try await reader.follow(Follow(target: toAlice, start: .tail))
                try await server.client(alice).withConnection { writer in
                    let receipt = try await writer.send(OutgoingMessage("psst", to: toBob))
                    #expect(receipt.conversation == following.conversation)
                }
                let message = try await reader.take(1)[0]
                #expect(message.body == "psst")
                #expect(message.sender.text == "alice")
                return following.conversation
            }
            try await server.client(carol).withConnection { connection in
                for target in [Target.lobby, toAlice, toBob] {
                    let page = try await connection.history(HistoryQuery(target: target))
                    #expect(page.messages.isEmpty)
                    #expect(page.conversation != conversation)
                }
                // Not by its number either.
                try await expect(.notFound) {
                    try await connection.ask(
                        .ack(Ack(conversation: conversation, cursor: Sample.cursor, seq: 1)))
                }
            }
        }
    }

    @Test func whoTellsWhoIsThere() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let bot = try await server.register("bot", kind: .script)
            try await server.client(bot).withConnection { first in
                try await server.client(bot).withConnection { second in
                    try await server.client(alice).withConnection { connection in
                        let users = try await connection.who()
                        #expect(users.map(\.name.text) == ["alice", "bot"])
                        #expect(users.map(\.sessions) == [1, 2])
                        #expect(users.map(\.kind) == [.human, .script])
                    }
                    try await eventually("alice's end") { try await second.who().map(\.name.text) == ["bot"] }
                }
                try await eventually("the second's end") { try await first.who().map(\.sessions) == [1] }
            }
        }
    }
}
