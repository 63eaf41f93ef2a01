import ChatroomClient
import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// One user sends and changes only so much at once and a minute.
@Suite(.timeLimit(.minutes(1)))
struct UserRateTests {
    private let alice = Account.ID(rawValue: 1)
    private let bob = Account.ID(rawValue: 2)

    @Test func soMuchAtOnceAndSoMuchAMinute() {
        let rate = UserRate(.init(perMinute: 60, burst: 10))
        for _ in 0..<10 { #expect(rate.admit(1, of: alice, at: .seconds(5)) == nil) }
        #expect(rate.admit(1, of: alice, at: .seconds(5)) == .seconds(1))
        #expect(rate.admit(1, of: bob, at: .seconds(5)) == nil)
        #expect(rate.admit(1, of: alice, at: .seconds(6)) == nil)
        #expect(rate.admit(1, of: alice, at: .seconds(6)) == .seconds(1))
        // After a long pause there is as much as at first, and no more.
        for _ in 0..<10 { #expect(rate.admit(1, of: alice, at: .seconds(500)) == nil) }
        #expect(rate.admit(1, of: alice, at: .seconds(500)) == .seconds(1))
    }

    @Test func nothingOvertakesWhatWasRefused() {
        let rate = UserRate(.init(perMinute: 60, burst: 100))
        #expect(rate.admit(90, of: alice, at: .zero) == nil)
        #expect(rate.admit(20, of: alice, at: .zero) == .seconds(10))
        // A small one would have room.
        #expect(rate.admit(1, of: alice, at: .seconds(4)) == .seconds(6))
        #expect(rate.admit(20, of: alice, at: .seconds(10)) == nil)
    }

    @Test func eachThingIsBounded() {
        let rate = UserRate(.init(perMinute: 60, burst: 100), .init(perMinute: 6000, burst: 1000))
        #expect(rate.admit(1, 1000, of: alice, at: .zero) == nil)
        #expect(rate.admit(1, 500, of: alice, at: .zero) == .seconds(5))
        // What is larger than all that may come at once goes when nothing is owed.
        #expect(rate.admit(1, 5000, of: bob, at: .zero) == nil)
        #expect(rate.admit(1, 5000, of: bob, at: .seconds(1)) == .seconds(49))
        #expect(rate.admit(1, 5000, of: bob, at: .seconds(50)) == nil)
    }

    @Test func whoOwesSomethingIsNotForgottenAmongMany() {
        let rate = UserRate(.init(perMinute: 1, burst: 1))
        for number in 1...15_000 as ClosedRange<Int64> {
            #expect(rate.admit(1, of: Account.ID(rawValue: number), at: .zero) == nil)
        }
        for number in [1, 10_000, 15_000] as [Int64] {
            #expect(rate.admit(1, of: Account.ID(rawValue: number), at: .zero) == .seconds(60))
        }
    }

    @Test(arguments: [
        ["message-burst=3", "messages-per-minute=1"], ["sent-bytes-burst=900", "sent-bytes-per-minute=1"],
    ])
    func aUserIsToldWhenToSendAgainAndWhatIsStoredIsAnsweredAgain(limits: [String]) async throws {
        try await with(limits) { crowd in
            let first = OutgoingMessage("1", to: .lobby)
            let receipt = try await crowd.alice.send(first)
            for text in ["2", "3"] { try await crowd.alice.say(text, in: "lobby") }
            for target in ["lobby", "@bob"] {
                let error = await #expect(throws: ChatError.self) { try await crowd.alice.say("4", in: target) }
                #expect(error?.code == .rateLimited)
                #expect(error?.retryAfter.map { $0 > .seconds(1) } == true)
                #expect(error?.hint?.contains("messages-per-minute") == true)
            }
            let again = try await crowd.alice.send(first)
            #expect(again.isDuplicate && again.seq == receipt.seq)
            try await crowd.bob.say("mine", in: "lobby")
            #expect(try await crowd.alice.read("lobby").map(\.body) == ["1", "2", "3", "mine"])
        }
    }

    @Test func roomsAreChangedSoOften() async throws {
        try await with(["room-changes-per-minute=1"]) { crowd in
            for number in 0..<10 { try await crowd.alice.make("r\(number)") }
            try await expect(.rateLimited) { try await crowd.alice.make("r10") }
            try await expect(.rateLimited) { try await crowd.alice.change("r1", .invite, "bob") }
            _ = try await crowd.alice.ask(.describeRoom(RoomName("r1")))
            try await crowd.bob.make("other")
        }
    }

    @Test func readingOfAnotherUserStoresNothing() async throws {
        try await with([]) { crowd in
            #expect(try await crowd.alice.read("@bob").isEmpty)
            _ = try await crowd.alice.ask(.who(Who(target: .direct(UserName("bob")))))
            _ = try await crowd.alice.ask(.verify(Verify(target: .direct(UserName("bob")), after: 0)))
            _ = try await crowd.alice.ask(.listMarkers(.direct(UserName("bob"))))
            guard
                case .following(let following) = try await crowd.alice.ask(
                    .follow(Follow(target: .direct(UserName("bob")), start: .tail)))
            else { throw ChatConnection.unexpected }
            #expect(try await crowd.bob.summary("@alice") == nil)
            // The conversation that is followed is the one that comes to be.
            #expect(try await crowd.bob.say("hello", in: "@alice").conversation == following.conversation)
            #expect(try await crowd.alice.read("@bob").map(\.body) == ["hello"])
        }
    }

    private func with(_ limits: [String], _ body: @escaping (Crowd) async throws -> Void) async throws {
        var set = Limits()
        for limit in limits { try set.set(limit) }
        let chosen = set
        try await InProcessServer.with {
            $0.limits = chosen
        } _: { server in
            try await Crowd.with(server, "alice", "bob") { crowd in try await body(crowd) }
        }
    }
}
