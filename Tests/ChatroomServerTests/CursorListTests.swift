import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// The named cursors of a user, as the server lists them.
@Suite(.timeLimit(.minutes(1)))
struct CursorListTests {
    @Test func aCursorTellsWhatWaitsUnderIt() async throws {
        try await WorkScene.with(messages: 5) { server, crowd in
            #expect(try await list(crowd.bob).isEmpty)
            let claimed = try await crowd.bob.claim(WorkScene.claim(2))
            #expect(try await list(crowd.bob) == ["worker lobby:0 5"])
            _ = try await crowd.bob.ask(WorkScene.settle(claimed, done: [2]))
            #expect(try await list(crowd.bob) == ["worker lobby:0 4"])
            _ = try await crowd.bob.ask(WorkScene.settle(claimed, done: [1]))
            #expect(try await list(crowd.bob) == ["worker lobby:2 3"])
            try await crowd.alice.say("6", in: "lobby")
            #expect(try await list(crowd.bob) == ["worker lobby:2 4"])
            // What was read is no cursor of that kind, and nobody sees another's.
            _ = try await crowd.bob.ask(Ack(conversation: claimed.conversation, cursor: .read, seq: 4))
            #expect(try await list(crowd.bob) == ["worker lobby:2 4"])
            #expect(try await list(crowd.alice).isEmpty)
        }
    }

    @Test func aRoomThatIsSeenNoMoreIsNotListed() async throws {
        try await WorkScene.with(messages: 1) { server, crowd in
            let room = try RoomName("vault")
            _ = try await crowd.alice.ask(CreateRoom(room: room, isPrivate: true))
            _ = try await crowd.alice.ask(ChangeMember(room: room, change: .invite, user: try UserName("bob")))
            _ = try await crowd.bob.ask(ChangeMember(room: room, change: .join))
            try await crowd.alice.say("1", in: "vault")
            _ = try await crowd.bob.claim(WorkScene.claim(1, in: "vault"))
            #expect(try await list(crowd.bob) == ["worker vault:0 1"])
            _ = try await crowd.alice.ask(ChangeMember(room: room, change: .kick, user: try UserName("bob")))
            #expect(try await list(crowd.bob).isEmpty)
        }
    }

    private func list(_ connection: ChatConnection) async throws -> [String] {
        try await connection.ask(ListCursors()).map { "\($0.name) \($0.place) \($0.waiting)" }
    }
}
