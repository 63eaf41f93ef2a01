import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// Who sent something to a user hears what became of it, and nobody else does.
@Suite(.timeLimit(.minutes(1)))
struct MarkerTests {
    @Test func whatWasReceivedAndReadIsToldToTheOther() async throws {
        try await Self.with { server, crowd, conversation in
            try await Listener.with(server, crowd.credential("alice")) { alice in
                try await alice.watch { $0.markers = true }
                for (cursor, seq, delivered, read) in [
                    (Cursor.Name.delivered, 1, 1, 0), (.delivered, 3, 3, 0), (.read, 2, 3, 2), (.read, 3, 3, 3),
                ] as [(Cursor.Name, Message.Seq, Message.Seq, Message.Seq)] {
                    _ = try await crowd.bob.ask(.ack(Ack(conversation: conversation, cursor: cursor, seq: seq)))
                    let marker = Marker(user: Sample.name("bob"), delivered: delivered, read: read)
                    let event = try await alice.next()
                    #expect(event == .markerMoved(conversation, marker))
                    let known = try await crowd.alice.markers(.direct(Sample.name("bob")))
                    #expect(known.markers.filter { $0.user.text == "bob" } == [marker])
                    #expect(try await crowd.bob.markers(.direct(Sample.name("alice"))) == known)
                }
            }
        }
    }

    @Test func whatIsReadIsReceived() async throws {
        try await Self.with { _, crowd, conversation in
            _ = try await crowd.bob.ask(.ack(Ack(conversation: conversation, cursor: .read, seq: 2)))
            let known = try await crowd.alice.markers(.direct(Sample.name("bob")))
            #expect(known.markers.first { $0.user.text == "bob" }?.delivered == 2)
        }
    }

    @Test func strangersAndOtherCursorsAreNotToldOf() async throws {
        try await Self.with { server, crowd, conversation in
            try await Listener.with(server, crowd.credential("carol")) { carol in
                try await Listener.with(server, crowd.credential("alice")) { alice in
                    try await carol.watch { $0.markers = true }
                    try await alice.watch { $0.markers = true }
                    try await carol.follow("lobby")
                    try await alice.follow("lobby")
                    let lobby = try await crowd.bob.say("hello", in: "lobby").conversation
                    let own = try Cursor.Name("worker")
                    _ = try await crowd.bob.ask(.ack(Ack(conversation: conversation, cursor: own, seq: 3)))
                    _ = try await crowd.bob.ask(.ack(Ack(conversation: lobby, cursor: .read, seq: 1)))
                    _ = try await crowd.bob.ask(.ack(Ack(conversation: lobby, cursor: .delivered, seq: 1)))
                    try await crowd.bob.say("before", in: "lobby")
                    let events = try await alice.events(untilPosted: "before")
                    #expect(events.allSatisfy { if case .posted = $0 { true } else { false } })
                    _ = try await crowd.bob.ask(.ack(Ack(conversation: conversation, cursor: .read, seq: 3)))
                    try await crowd.bob.say("after", in: "lobby")
                    let heard = try await carol.events(untilPosted: "after")
                    #expect(heard.allSatisfy { if case .posted = $0 { true } else { false } })
                }
            }
            try await expect(.notFound) {
                try await crowd.carol.ask(.ack(Ack(conversation: conversation, cursor: .read, seq: 1)))
            }
            try await expect(.invalid) { try await crowd.carol.markers(.lobby) }
        }
    }

    @Test func aMarkerNeverMovesBack() async throws {
        try await Self.with { _, crowd, conversation in
            for seq in [3, 1] as [Message.Seq] {
                _ = try await crowd.bob.ask(.ack(Ack(conversation: conversation, cursor: .read, seq: seq)))
            }
            let known = try await crowd.alice.markers(.direct(Sample.name("bob")))
            #expect(known.markers.first { $0.user.text == "bob" }?.read == 3)
        }
    }

    @Test func aReceiptSaysWhetherTheOtherIsThere() async throws {
        try await InProcessServer.with { server in
            let dave = try await server.register("dave")
            try await Crowd.with(server, "alice", "bob") { crowd in
                try await eventually("dave's end") {
                    try await crowd.alice.who(.direct(Sample.name("dave"))).first?.sessions == 0
                }
                let absent = try await crowd.alice.say("are you there", in: "@dave")
                #expect(absent.isRecipientOffline)
                let present = try await crowd.alice.say("are you there", in: "@bob")
                #expect(!present.isRecipientOffline)
                try await server.client(dave, at: server.socket).withConnection { _ in
                    let back = try await crowd.alice.say("and now", in: "@dave")
                    #expect(!back.isRecipientOffline)
                }
                let lobby = try await crowd.alice.say("anybody", in: "lobby")
                #expect(!lobby.isRecipientOffline)
            }
        }
    }

    /// Runs something after three messages of `alice` to `bob`.
    private static func with(_ body: (InProcessServer, Crowd, Conversation.ID) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob", "carol") { crowd in
                let first = try await crowd.alice.say("1", in: "@bob")
                for number in 2...3 { try await crowd.alice.say("\(number)", in: "@bob") }
                try await body(server, crowd, first.conversation)
            }
        }
    }
}
