import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// Whoever watches for conversations hears of those that begin or become visible, once each.
@Suite(.timeLimit(.minutes(1)))
struct OpenedTests {
    @Test func theFirstDirectMessageIsToldToTheTwo() async throws {
        try await Self.with { server, crowd in
            try await Self.listen(server, crowd, ["alice", "bob", "carol"]) { alice, bob, carol in
                let receipt = try await crowd.alice.say("hello @bob", in: "@bob")
                let seen = try #require(try await Self.opened(&bob))
                #expect(seen.id == receipt.conversation)
                #expect(seen.target == .direct(Sample.name("alice")))
                #expect(seen.head == 1 && seen.unread == 1 && seen.mentions == 1 && seen.isPrivate)
                let own = try #require(try await Self.opened(&alice))
                #expect(own.id == receipt.conversation)
                #expect(own.target == .direct(Sample.name("bob")))
                #expect(own.unread == 0)
                try await crowd.bob.say("hello yourself", in: "@alice")
                try await crowd.alice.say("fence", in: "lobby")
                #expect(try await alice.events(untilPosted: "fence").isEmpty)
                #expect(try await bob.events(untilPosted: "fence").isEmpty)
                #expect(try await carol.events(untilPosted: "fence").isEmpty)
            }
        }
    }

    @Test func aPublicRoomIsToldToAll() async throws {
        try await Self.with { server, crowd in
            try await Self.listen(server, crowd, ["alice", "bob", "carol"]) { alice, bob, carol in
                let room = try await crowd.alice.make("ops", topic: "deploys")
                let own = try #require(try await Self.opened(&alice))
                #expect(own.id == room && own.role == .owner && own.topic == "deploys")
                let others = [try await Self.opened(&bob), try await Self.opened(&carol)]
                for seen in others {
                    #expect(seen?.id == room)
                    #expect(seen?.target == .room(try RoomName("ops")))
                    #expect(seen?.role == nil)
                }
                // Whoever comes in or goes hears of it in all clients, and nobody else does.
                try await crowd.bob.change("ops", .join)
                #expect(try await Self.opened(&bob)?.role == .member)
                try await crowd.bob.change("ops", .leave)
                #expect(try await Self.opened(&bob)?.role == nil)
                try await crowd.alice.change("ops", .invite, "carol")
                try await crowd.carol.change("ops", .join)
                try await crowd.alice.say("fence", in: "lobby")
                #expect(try await bob.events(untilPosted: "fence").isEmpty)
            }
        }
    }

    @Test func aPrivateRoomIsToldToWhoComesInAndToAllOnceItIsPublic() async throws {
        try await Self.with { server, crowd in
            try await Self.listen(server, crowd, ["alice", "bob", "carol"]) { alice, bob, carol in
                let room = try await crowd.alice.make("ops", isPrivate: true)
                #expect(try await Self.opened(&alice)?.id == room)
                try await crowd.alice.change("ops", .invite, "bob")
                try await crowd.alice.say("invited", in: "lobby")
                let told = try await bob.events(untilPosted: "invited")
                #expect(told == [.invited(Invitation(room: try RoomName("ops"), inviter: try UserName("alice")))])
                try await crowd.bob.change("ops", .join)
                let joined = try #require(try await Self.opened(&bob))
                #expect(joined.id == room && joined.isPrivate && joined.role == .member)
                try await crowd.alice.say("joined", in: "lobby")
                #expect(try await carol.events(untilPosted: "joined").filter { $0.isOpened }.isEmpty)
                try await crowd.alice.change("ops", .ban, "bob")
                try await crowd.alice.configure("ops") { $0.isPrivate = false }
                let opened = try #require(try await Self.opened(&carol))
                #expect(opened.id == room && !opened.isPrivate && opened.role == nil)
                // Who is kept out is not asked in.
                try await crowd.alice.say("public", in: "lobby")
                #expect(try await bob.events(untilPosted: "public").filter { $0.isOpened }.isEmpty)
            }
        }
    }

    @Test func whoDoesNotWatchIsToldNothing() async throws {
        try await Self.with { server, crowd in
            try await Listener.with(server, crowd.credential("bob")) { bob in
                try await bob.watch { $0.conversations = true }
                try await bob.watch { $0.presence = false }
                try await bob.follow("lobby")
                try await crowd.alice.make("ops")
                try await crowd.alice.say("hello", in: "@bob")
                try await crowd.alice.say("fence", in: "lobby")
                #expect(try await bob.events(untilPosted: "fence").isEmpty)
            }
        }
    }

    private static func with(_ body: (InProcessServer, Crowd) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob", "carol") { try await body(server, $0) }
        }
    }

    /// Runs something with listeners who watch for conversations and follow the lobby.
    private static func listen(
        _ server: InProcessServer, _ crowd: Crowd, _ names: [String],
        _ body: (inout Listener, inout Listener, inout Listener) async throws -> Void
    ) async throws {
        try await listener(server, crowd.credential(names[0])) { first in
            try await listener(server, crowd.credential(names[1])) { second in
                try await listener(server, crowd.credential(names[2])) { third in
                    try await body(&first, &second, &third)
                }
            }
        }
    }

    private static func listener(
        _ server: InProcessServer, _ credential: Login.Credential, _ body: (inout Listener) async throws -> Void
    ) async throws {
        try await Listener.with(server, credential) { listener in
            try await listener.watch { $0.conversations = true }
            try await listener.follow("lobby")
            try await body(&listener)
        }
    }

    private static func opened(_ listener: inout Listener) async throws -> Conversation.Summary? {
        let event = try await listener.next()
        if case .opened(let summary)? = event { return summary }
        Issue.record("\(String(describing: event)) and no conversation")
        return nil
    }
}

extension Event {
    fileprivate var isOpened: Bool { if case .opened = self { true } else { false } }
}
