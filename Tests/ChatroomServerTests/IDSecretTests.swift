import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import Testing

/// What a user's ids of messages are derived from: the same in all of the user's sessions, and known to nobody else.
@Suite(.timeLimit(.minutes(1)))
struct IDSecretTests {
    private static let words = ["ask", "alice", "@bob", "deploy"]

    @Test func everySessionOfAUserIsToldTheSameAndNobodyElse() async throws {
        try await InProcessServer.with { server in
            let name = Sample.name("alice")
            let request = Register(
                name: name, password: InProcessServer.password, kind: .human, label: "", code: server.firstCode)
            let registered = try await server.client(at: server.socket).withConnection {
                try await $0.register(request)
            }
            let secret = try #require(registered.idSecret)
            let token = Login.Credential.token(try #require(registered.token))
            let password = Login.Credential.password(name: "alice", password: InProcessServer.password, label: "")
            for credential in [token, password] {
                let told = try await server.client(credential, at: server.socket).withConnection { $0.idSecret }
                #expect(told == secret)
            }
            try await server.client(token, at: server.socket).withConnection { connection in
                _ = try await connection.ask(
                    .changePassword(ChangePassword(old: InProcessServer.password, new: "another tractor 7")))
            }
            let after = try await server.client(token, at: server.socket).withConnection { $0.idSecret }
            #expect(after == secret)
            let bob = try await server.register("bob")
            let other = try await server.client(bob, at: server.socket).withConnection { $0.idSecret }
            #expect(other != nil && other != secret)
        }
    }

    /// Another user who knows all the words stores messages under the ids that can be thought of.
    @Test func noneOfThousandsOfGuessesTakesTheIDOfAQuestion() async throws {
        try await InProcessServer.with {
            $0.isDurable = false
        } _: { server in
            try await Crowd.with(server, "alice", "bob", "eve") { crowd in
                var random = SeededRandom(seed: 5)
                var ids = [MessageID(derivedFrom: Self.words, secret: nil)]
                ids.append(MessageID(derivedFrom: Self.words, secret: crowd.eve.idSecret))
                ids += (0..<2_000).map { _ in
                    MessageID(derivedFrom: Self.words, secret: MessageID.Secret(using: &random))
                }
                let replies = ids.map { id in
                    crowd.eve.start(.send(OutgoingMessage(id: id, target: .lobby, body: "mine")))
                }
                crowd.eve.flush()
                for reply in replies { _ = try await reply.get() }
                let secret = try #require(crowd.alice.idSecret)
                let id = MessageID(derivedFrom: Self.words, secret: secret)
                let question = OutgoingMessage(id: id, target: .direct(Sample.name("bob")), body: "deploy?")
                let asked = try await crowd.alice.send(question)
                #expect(!asked.isDuplicate)
                // Asked by a session that knows nothing of the first, it is found.
                try await server.client(crowd.credential("alice"), at: server.socket).withConnection { again in
                    let id = MessageID(derivedFrom: Self.words, secret: again.idSecret)
                    let receipt = try await again.send(
                        OutgoingMessage(id: id, target: .direct(Sample.name("bob")), body: "deploy?"))
                    #expect(receipt.isDuplicate)
                    #expect(receipt.seq == asked.seq)
                }
            }
        }
    }
}
