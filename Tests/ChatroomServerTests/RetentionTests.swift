import ChatroomClient
import ChatroomCore
import ChatroomSystem
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// How long messages are kept, and what is left of those whose time is over.
@Suite(.timeLimit(.minutes(1)))
struct RetentionTests {
    @Test func itIsAMinuteOrLonger() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob") { crowd in
                try await crowd.alice.make("ops")
                let request = Request.describeRoom(try RoomName("ops"))
                for wrong in [Duration.seconds(59), .milliseconds(1), .seconds(-1), .seconds(400_000_000)] {
                    try await expect(.invalid) { try await crowd.alice.configure("ops") { $0.retain = wrong } }
                }
                try await crowd.alice.configure("ops") { $0.retain = .seconds(60) }
                let short = try await crowd.bob.room(request).retain
                #expect(short == .seconds(60))
                try await crowd.alice.configure("ops") { $0.retain = .zero }
                let long = try await crowd.bob.room(request).retain
                #expect(long == nil)
                // The lobby has no name to describe, but an administrator.
                try await expect(.notAllowed) { try await crowd.alice.configure("lobby") { $0.retain = .seconds(60) } }
                try await crowd.root.configure("lobby") { $0.retain = .seconds(3600) }
            }
        }
    }

    @Test func whatIsYoungStays() async throws {
        try await Self.with { _, store, crowd in
            try await crowd.alice.configure("ops") { $0.retain = .seconds(60) }
            let now = WallClock.system.now()
            #expect(try await store.engines.log.overdue(at: now).isEmpty)
            let room = try #require(try await crowd.alice.summary("ops")).id
            let later = Timestamp(milliseconds: now.milliseconds + 120_000)
            #expect(try await store.engines.log.overdue(at: later) == [room: 5])
        }
    }

    @Test func whatIsOldIsNotThereAnyMore() async throws {
        try await Self.with { server, store, crowd in
            let room = try #require(try await crowd.bob.summary("ops")).id
            try await store.engines.log.expire(room, through: 3)
            let bodies = try await crowd.bob.read("ops").map(\.body)
            #expect(bodies == ["four", "five"])
            let found = try await crowd.bob.search(Search(terms: [SearchTerm(text: "two")]))
            #expect(found.hits.isEmpty)
            let kept = try await crowd.bob.search(Search(terms: [SearchTerm(text: "five")]))
            #expect(kept.hits.map(\.message.seq) == [5])
            let summary = try #require(try await crowd.bob.summary("ops"))
            #expect(summary.unread == 2 && summary.mentions == 0 && summary.head == 5)
            try await Listener.with(server, crowd.credential("bob")) { bob in
                let follow = Follow(target: try Target("ops"), start: .after(0))
                guard case .following(let following) = try await bob.ask(.follow(follow)).get() else { return }
                #expect(following.position == 3)
                let first = try await bob.next()
                guard case .posted(room, let message)? = first else {
                    Issue.record("\(String(describing: first))")
                    return
                }
                #expect(message.seq == 4)
            }
            try await expect(.notFound) { try await crowd.alice.say("1", in: "ops", act: .edit(1)) }
            // What is left of them keeps the chain whole, and the log goes on.
            let verified = try await crowd.bob.verify(Verify(target: try Target("ops")))
            #expect(verified.broken == nil)
            let next = try await crowd.alice.say("six", in: "ops")
            #expect(next.seq == 6)
        }
    }

    @Test func whatIsOldIsNobodysWork() async throws {
        try await Self.with { _, store, crowd in
            let target = try Target("ops")
            func claim(_ limit: Int) async throws -> [Message.Seq] {
                let claim = Claim(
                    target: target, cursor: try Cursor.Name("worker"), limit: limit, start: .after(0))
                return try await crowd.bob.claim(claim).work.map(\.message.seq)
            }
            let first = try await claim(1)
            #expect(first == [1])
            let room = try #require(try await crowd.bob.summary("ops")).id
            try await store.engines.log.expire(room, through: 3)
            let rest = try await claim(9)
            #expect(rest == [4, 5])
            let settle = Settle(conversation: room, cursor: try Cursor.Name("worker"), done: [1, 4, 5])
            _ = try await crowd.bob.ask(.settle(settle))
            let none = try await claim(9)
            #expect(none.isEmpty)
        }
    }

    /// Runs something with a room that holds five messages of `alice`, which `bob` has not read.
    private static func with(
        _ body: (InProcessServer, FaultyStore, Crowd) async throws -> Void
    ) async throws {
        try await FaultyStore.with { server, store in
            try await Crowd.with(server, "alice", "bob") { crowd in
                try await crowd.alice.make("ops")
                try await crowd.bob.change("ops", .join)
                for text in ["one", "two @bob", "three", "four", "five"] { try await crowd.alice.say(text, in: "ops") }
                try await body(server, store, crowd)
            }
        }
    }
}
