import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// What waits to be read, and the parts of a history that can be asked for.
@Suite(.timeLimit(.minutes(1)))
struct UnreadTests {
    @Test func whatOthersSaidSinceTheMarkerIsCounted() async throws {
        try await Self.with { crowd in
            for text in ["one", "@bob two", "three"] { try await crowd.alice.say(text, in: "ops") }
            try await crowd.bob.say("@bob mine", in: "ops")
            try await Self.expect(crowd.bob, "ops", unread: 3, mentions: 1, read: 0)
            try await Self.expect(crowd.alice, "ops", unread: 1, mentions: 0, read: 0)
            let room = try #require(try await crowd.bob.summary("ops"))
            #expect(room.head == 4 && room.role == .member)
            _ = try await crowd.bob.ask(.ack(Ack(conversation: room.id, cursor: .read, seq: 2)))
            try await Self.expect(crowd.bob, "ops", unread: 1, mentions: 0, read: 2)
            // An edit is no news, but whom it mentions is mentioned.
            try await crowd.alice.say("@bob three", in: "ops", act: .edit(3))
            try await Self.expect(crowd.bob, "ops", unread: 1, mentions: 1, read: 2)
            try await crowd.alice.say("", in: "ops", act: .delete(3))
            try await Self.expect(crowd.bob, "ops", unread: 0, mentions: 0, read: 2)
        }
    }

    @Test func aRoomThatIsOnlyThereToLookAtWaitsForWhoIsMentioned() async throws {
        try await Self.with { crowd in
            try await crowd.alice.say("talk", in: "ops")
            try await Self.expect(crowd.carol, "ops", unread: 0, mentions: 0, read: 0)
            try await crowd.alice.say("@carol one", in: "ops")
            try await Self.expect(crowd.carol, "ops", unread: 1, mentions: 1, read: 0)
            // What was said before one came is not waiting either.
            try await crowd.carol.change("ops", .join)
            try await Self.expect(crowd.carol, "ops", unread: 0, mentions: 0, read: 2)
            try await crowd.alice.say("@carol two", in: "ops")
            try await Self.expect(crowd.carol, "ops", unread: 1, mentions: 1, read: 2)
        }
    }

    @Test func allConversationsAreListedInOrder() async throws {
        try await Self.with { crowd in
            try await crowd.alice.make("attic", isPrivate: true)
            try await crowd.alice.say("hello", in: "@carol")
            try await crowd.bob.say("hello", in: "@alice")
            // Asked for, but nothing was said there.
            _ = try await crowd.alice.read("@root")
            let targets = try await crowd.alice.conversations().map { "\($0.target)" }
            #expect(targets == ["lobby", "attic", "ops", "@bob", "@carol"])
            let bobs = try await crowd.bob.conversations().map { "\($0.target)" }
            #expect(bobs == ["lobby", "ops", "@alice"])
            try await Self.expect(crowd.alice, "@bob", unread: 1, mentions: 0, read: 0)
            try await Self.expect(crowd.bob, "@alice", unread: 0, mentions: 0, read: 0)
        }
    }

    @Test func onlyWhatIsUnreadOrMentionsIsRead() async throws {
        try await Self.with { crowd in
            for text in ["one", "@bob two", "three @bob"] { try await crowd.alice.say(text, in: "ops") }
            try await crowd.bob.say("mine", in: "ops")
            try await crowd.alice.say("four", in: "ops")
            let room = try #require(try await crowd.bob.summary("ops")).id
            _ = try await crowd.bob.ask(.ack(Ack(conversation: room, cursor: .read, seq: 1)))
            let unread = try await crowd.bob.read("ops") { $0.unreadOnly = true }
            #expect(unread.map(\.seq) == [2, 3, 5])
            let mentions = try await crowd.bob.read("ops") { $0.mentionsOnly = true }
            #expect(mentions.map(\.seq) == [2, 3])
            let both = try await crowd.bob.read("ops") {
                $0.unreadOnly = true
                $0.mentionsOnly = true
                $0.newest = 1
            }
            #expect(both.map(\.seq) == [3])
            // Each reader has a marker and mentions of its own.
            let hers = try await crowd.alice.read("ops") { $0.mentionsOnly = true }
            #expect(hers.isEmpty)
            let alices = try await crowd.alice.read("ops") { $0.unreadOnly = true }
            #expect(alices.map(\.seq) == [4])
        }
    }

    @Test func aThreadIsReadFromAnyOfItsMessages() async throws {
        try await Self.with { crowd in
            try await crowd.alice.say("root", in: "ops")
            try await crowd.alice.say("beside", in: "ops")
            try await crowd.bob.say("reply", in: "ops", replyTo: 1)
            try await crowd.alice.say("reply to that", in: "ops", replyTo: 3)
            try await crowd.bob.say("beside too", in: "ops", replyTo: 2)
            for seq in [1, 3, 4] as [Message.Seq] {
                let thread = try await crowd.carol.read("ops") { $0.thread = seq }
                #expect(thread.map(\.seq) == [1, 3, 4])
            }
            try await confirmation { refused in
                do {
                    _ = try await crowd.carol.read("ops") { $0.thread = 9 }
                } catch let error as ChatError where error.code == .notFound {
                    refused()
                }
            }
        }
    }

    @Test func oneMessageIsReadByItsID() async throws {
        try await Self.with { crowd in
            let message = OutgoingMessage("@carol find me", to: try Target("ops"))
            try await crowd.alice.say("before", in: "ops")
            try await crowd.alice.send(message)
            let found = try await crowd.bob.read("ops") { $0.id = message.id }
            #expect(found.map(\.seq) == [2])
            #expect(found.map(\.id) == [message.id])
            // It is known where it was said only.
            for target in ["lobby", "@alice"] {
                let elsewhere = try await crowd.bob.read(target) { $0.id = message.id }
                #expect(elsewhere.isEmpty)
            }
        }
    }

    private static func expect(
        _ person: ChatConnection, _ target: String, unread: Int, mentions: Int, read: Message.Seq,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let summary = try #require(try await person.summary(target), sourceLocation: sourceLocation)
        #expect(summary.unread == unread, sourceLocation: sourceLocation)
        #expect(summary.mentions == mentions, sourceLocation: sourceLocation)
        #expect(summary.read == read, sourceLocation: sourceLocation)
    }

    /// Runs something with a room that `carol` is not in.
    private static func with(_ body: (Crowd) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob", "carol") { crowd in
                try await crowd.alice.make("ops")
                try await crowd.bob.change("ops", .join)
                try await body(crowd)
            }
        }
    }
}
