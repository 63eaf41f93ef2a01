import ChatroomClient
import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import Testing

@testable import ChatroomServer

@Suite(.timeLimit(.minutes(1)))
struct SlowModeTests {
    @Test func eachSenderWaitsInEachSlowRoom() {
        let slowMode = SlowMode()
        let (alice, bob) = (Account.ID(rawValue: 1), Account.ID(rawValue: 2))
        let (ops, dev) = (Self.access(1, slow: .seconds(5)), Self.access(2, slow: .seconds(5)))
        #expect(slowMode.admit(alice, to: ops, at: .seconds(10)) == nil)
        #expect(slowMode.admit(alice, to: ops, at: .seconds(12)) == .seconds(3))
        // A refusal makes nobody wait longer.
        #expect(slowMode.admit(alice, to: ops, at: .seconds(14)) == .seconds(1))
        #expect(slowMode.admit(bob, to: ops, at: .seconds(12)) == nil)
        #expect(slowMode.admit(alice, to: dev, at: .seconds(12)) == nil)
        #expect(slowMode.admit(alice, to: ops, at: .seconds(15)) == nil)
        #expect(slowMode.admit(alice, to: ops, at: .seconds(16)) == .seconds(4))
    }

    @Test func aRoomThatIsNotSlowMakesNobodyWait() {
        let slowMode = SlowMode()
        let account = Account.ID(rawValue: 1)
        for _ in 0..<3 { #expect(slowMode.admit(account, to: Self.access(1, slow: .zero), at: .zero) == nil) }
    }

    @Test func whoHasToWaitIsNotForgottenAmongMany() {
        let slowMode = SlowMode()
        let room = Self.access(1, slow: .seconds(5))
        for number in 1...15_000 as ClosedRange<Int64> {
            #expect(slowMode.admit(Account.ID(rawValue: number), to: room, at: .seconds(1)) == nil)
        }
        for number in [1, 10_000, 15_000] as [Int64] {
            #expect(slowMode.admit(Account.ID(rawValue: number), to: room, at: .seconds(2)) == .seconds(4))
        }
    }

    @Test func aMemberIsToldWhenToSendAgain() async throws {
        try await Self.with { crowd in
            try await crowd.bob.say("first", in: "ops")
            do {
                try await crowd.bob.say("second", in: "ops")
                Issue.record("not refused")
            } catch let error as ChatError {
                #expect(error.code == .rateLimited)
                let wait = try #require(error.retryAfter)
                #expect((.seconds(3500)...(.seconds(3600))).contains(wait))
            }
            // Another member, and another room.
            try await crowd.carol.say("mine", in: "ops")
            try await crowd.bob.say("elsewhere", in: "lobby")
            let bodies = try await crowd.host.read("ops").map(\.body)
            #expect(bodies == ["first", "mine"])
        }
    }

    @Test func whatIsStoredIsAnsweredAgain() async throws {
        try await Self.with { crowd in
            let message = OutgoingMessage("first", to: try Target("ops"))
            let first = try await crowd.bob.send(message)
            let again = try await crowd.bob.send(message)
            #expect(again.isDuplicate)
            #expect(again.seq == first.seq && again.time == first.time)
            // The id is no way around it.
            let other = OutgoingMessage(id: message.id, target: message.target, body: "second")
            try await expect(.idReused) { try await crowd.bob.send(other) }
            let bodies = try await crowd.host.read("ops").map(\.body)
            #expect(bodies == ["first"])
        }
    }

    @Test func whoKeepsOrderDoesNotWait() async throws {
        try await Self.with { crowd in
            try await crowd.host.change("ops", .makeModerator, "bob")
            for number in 1...3 {
                for person in [crowd.host, crowd.bob, crowd.root] { try await person.say("\(number)", in: "ops") }
            }
            // The same holds no longer than the role.
            try await crowd.host.change("ops", .makeMember, "bob")
            try await crowd.bob.say("one more", in: "ops")
            try await expect(.rateLimited) { try await crowd.bob.say("and another", in: "ops") }
        }
    }

    @Test func itBeginsAndEndsAtOnce() async throws {
        try await Self.with { crowd in
            try await crowd.bob.say("slow", in: "ops")
            try await expect(.rateLimited) { try await crowd.bob.say("too fast", in: "ops") }
            try await crowd.host.configure("ops") { $0.slow = .zero }
            for _ in 0..<3 { try await crowd.bob.say("fast", in: "ops") }
            try await crowd.host.configure("ops") { $0.slow = .seconds(3600) }
            let room = try await crowd.bob.room(.describeRoom(try RoomName("ops")))
            #expect(room.slow == .seconds(3600))
            try await expect(.invalid) { try await crowd.host.configure("ops") { $0.slow = .seconds(86_401) } }
            try await expect(.invalid) { try await crowd.host.configure("ops") { $0.slow = .seconds(-1) } }
        }
    }

    @Test func whatOthersSeeAnewTakesATurn() async throws {
        try await Self.with { crowd in
            let first = try await crowd.bob.say("first", in: "ops").seq
            let acts: [OutgoingMessage.Act] = [
                .edit(first), .update(key: "k"), .ask(choices: ["a"], within: nil), .post,
            ]
            for act in acts {
                try await expect(.rateLimited) { try await crowd.bob.say("second", in: "ops", act: act) }
            }
            // What takes something away goes at once.
            try await crowd.bob.say("", in: "ops", act: .delete(first))
            try await crowd.carol.say("10 %", in: "ops", act: .update(key: "k"))
            try await expect(.rateLimited) { try await crowd.carol.say("20 %", in: "ops", act: .update(key: "k")) }
        }
    }

    private static func access(_ conversation: Int64, slow: Duration) -> Access {
        Access(
            conversation: Conversation.ID(rawValue: conversation), kind: .room, isPrivate: false, standing: .member,
            slow: slow)
    }

    /// Runs something with a room in which a member may send once an hour.
    private static func with(_ body: (Crowd) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "bob", "carol") { crowd in
                try await crowd.host.make("ops")
                for member in [crowd.bob, crowd.carol] { try await member.change("ops", .join) }
                try await crowd.host.configure("ops") { $0.slow = .seconds(3600) }
                try await body(crowd)
            }
        }
    }
}
