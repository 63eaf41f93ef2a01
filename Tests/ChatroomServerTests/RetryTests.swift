import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import Testing

/// A message that is stored is answered alike for ever, whatever its sender may do meanwhile.
struct RetryTests {
    @Test func whoIsPutOutGetsTheFirstAnswerAgain() async throws {
        try await InProcessServer.with { server in
            let (alice, bob) = try await (server.register("alice"), server.register("bob"))
            let room = try RoomName("vault")
            let message = OutgoingMessage("once", to: .room(room))
            try await server.client(alice).withConnection { owner in
                _ = try await owner.room(.createRoom(CreateRoom(room: room, isPrivate: true)))
                let change = { ChangeMember(room: room, change: $0, user: try UserName("bob")) }
                _ = try await owner.ask(.changeMember(change(.invite)))
                try await server.client(bob).withConnection { connection in
                    _ = try await connection.ask(.changeMember(ChangeMember(room: room, change: .join)))
                    let first = try await connection.send(message)
                    _ = try await owner.ask(.changeMember(change(.ban)))
                    let again = try await connection.send(message)
                    #expect(again.seq == first.seq)
                    #expect(again.isDuplicate)
                    try await expect(.notFound) { try await connection.send(OutgoingMessage("more", to: .room(room))) }
                    _ = try await owner.ask(.removeRoom(room))
                    #expect(try await connection.send(message).seq == first.seq)
                }
            }
        }
    }

    @Test func aSlowRoomAnswersWhatIsStored() async throws {
        try await InProcessServer.with { server in
            let (alice, bob) = try await (server.register("alice"), server.register("bob"))
            let room = try RoomName("calm")
            try await server.client(alice).withConnection { owner in
                _ = try await owner.room(.createRoom(CreateRoom(room: room)))
                var change = ConfigureRoom(room: room)
                change.slow = .seconds(600)
                _ = try await owner.room(.configureRoom(change))
            }
            try await server.client(bob).withConnection { connection in
                let message = OutgoingMessage("once", to: .room(room))
                let first = try await connection.send(message)
                #expect(try await connection.send(message).seq == first.seq)
                try await expect(.rateLimited) { try await connection.send(OutgoingMessage("more", to: .room(room))) }
            }
        }
    }

    @Test func whatAddsNothingTakesNoTurnInASlowRoom() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "bob") { crowd in
                try await crowd.root.make("calm")
                let message = OutgoingMessage("first", to: try Target("calm"))
                try await crowd.bob.send(message)
                _ = try await crowd.root.configure("calm") { $0.slow = .seconds(3600) }
                #expect(try await crowd.bob.send(message).isDuplicate)
                try await expect(.notFound) { try await crowd.bob.say("", in: "calm", act: .delete(99)) }
                try await crowd.bob.say("second", in: "calm")
                try await expect(.rateLimited) { try await crowd.bob.say("third", in: "calm") }
            }
        }
    }

    @Test func anInvitationCanBeDeclinedAndTakenBack() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "bob") { crowd in
                try await crowd.host.make("ops", isPrivate: true)
                try await crowd.host.change("ops", .invite, "bob")
                try await crowd.bob.change("ops", .leave)
                try await expect(.notFound) { try await crowd.bob.change("ops", .join) }
                try await crowd.host.change("ops", .invite, "bob")
                try await crowd.host.change("ops", .kick, "bob")
                try await expect(.notFound) { try await crowd.bob.change("ops", .join) }
            }
        }
    }

    @Test func anAdministratorIsNotBannedFromAPublicRoom() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host") { crowd in
                try await crowd.host.make("ops")
                try await expect(.notAllowed) { try await crowd.host.change("ops", .ban, "root") }
            }
        }
    }
}
