import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import Testing

/// Users and rooms share their names, whichever came first.
@Suite(.timeLimit(.minutes(1)))
struct NamespaceTests {
    @Test func noRoomGetsTheNameOfAUser() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "bob", "eve") { crowd in
                for (connection, isPrivate) in [(crowd.eve, false), (crowd.eve, true), (crowd.root, false)] {
                    let refused = await refusal { try await connection.make("Bob", isPrivate: isPrivate) }
                    #expect(refused?.code == .exists)
                    #expect(refused?.message == "'bob' is a user here, and users and rooms share their names")
                    #expect(refused?.hint == "Did you mean '@bob'?")
                }
                // What is meant for the user is stored nowhere else.
                for request in [
                    Request.send(OutgoingMessage("secret", to: try Target("bob"))),
                    .history(HistoryQuery(target: try Target("bob"))),
                    .follow(Follow(target: try Target("bob"), start: .tail)),
                    .changeMember(ChangeMember(room: try RoomName("bob"), change: .join)),
                ] {
                    let refused = await refusal { _ = try await crowd.eve.ask(request) }
                    #expect(refused?.code == .notFound)
                    #expect(refused?.hint?.hasPrefix("Did you mean '@bob'?") == true, "\(request.verb)")
                }
            }
        }
    }

    @Test func noUserGetsTheNameOfARoom() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "eve") { crowd in
                try await crowd.eve.make("ops")
                try await crowd.eve.make("plans", isPrivate: true)
                let open = await refusal { _ = try await server.register("OPS") }
                #expect(open?.code == .exists)
                #expect(open?.message == "'ops' is a room here")
                // What a private room is called is nobody's business.
                let hidden = await refusal { _ = try await server.register("plans") }
                let taken = await refusal { _ = try await server.register("eve") }
                #expect(hidden?.code == .exists)
                #expect(hidden?.message.replacing("plans", with: "eve") == taken?.message)
                let direct = await refusal { try await crowd.eve.send(OutgoingMessage("x", to: try Target("@ops"))) }
                #expect(direct?.hint == "Did you mean 'ops'?")
                // A room that is gone gives its name back.
                _ = try await crowd.eve.ask(.removeRoom(try RoomName("ops")))
                _ = try await server.register("ops")
            }
        }
    }

    @Test func aHintNamesAUserAmongThousands() async throws {
        try await FaultyStore.with { server, store in
            _ = try await server.register("alice")
            for number in 0..<1_100 {
                _ = try await store.store.accounts.createAccount(.made("a\(number)"), at: Sample.time)
            }
            _ = try await store.store.accounts.createAccount(.made("zoe"), at: Sample.time)
            let alice = Login.Credential.password(name: "alice", password: InProcessServer.password, label: "")
            try await server.client(alice, at: server.socket).withConnection { connection in
                let refused = await refusal { try await connection.send(OutgoingMessage("x", to: try Target("zoe"))) }
                #expect(refused?.hint?.hasPrefix("Did you mean '@zoe'?") == true)
            }
        }
    }

    /// Whichever reaches the store first has the name, and the other is refused.
    @Test func aRoomAndAUserOfOneNameAtOnceAreOne() async throws {
        try await FaultyStore.with { server, store in
            let alice = try await server.register("alice")
            try await server.client(alice, at: server.socket).withConnection { connection in
                let gate = store.hold(.createAccount)
                async let registered = refusal { _ = try await server.register("ops") }
                try await gate.waitForCalls()
                try await connection.make("ops")
                gate.open()
                let refused = await registered
                #expect(refused?.code == .exists)
            }
        }
    }

    /// The error that something is refused with.
    private func refusal(_ body: () async throws -> Void) async -> ChatError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? ChatError
        }
    }
}
