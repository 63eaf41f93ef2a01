import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import Testing

@testable import ChatroomServer

/// How long a search takes does not tell what it was looked for in.
@Suite(.timeLimit(.minutes(1)))
struct EvenPaceTests {
    @Test(arguments: [
        (0, 20), (1, 20), (19_999, 20), (20_000, 20), (20_001, 40), (40_000, 40), (40_001, 80), (81_000, 160),
        (1_000_000, 1280),
    ])
    func workEndsWithItsRound(microseconds: Int, milliseconds: Int) {
        #expect(EvenPace.end(after: .microseconds(microseconds)) == .milliseconds(milliseconds))
    }

    @Test func aFailureTakesAsLong() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        await #expect(throws: ChatError.self) {
            try await EvenPace.run { throw ChatError(.notFound, "planned") }
        }
        #expect(start.duration(to: clock.now) >= EvenPace.round)
    }

    @Test func noSearchIsAnsweredBeforeItsRoundEnds() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice") { crowd in
                try await crowd.alice.say("a word", in: "lobby")
                let clock = ContinuousClock()
                for (text, target) in [("word", nil), ("absent", nil), ("word", "nowhere")] {
                    let start = clock.now
                    var search = Search(terms: try SearchText(text).terms)
                    search.target = try target.map { try Target($0) }
                    _ = try? await crowd.alice.ask(.search(search))
                    #expect(start.duration(to: clock.now) >= EvenPace.round)
                }
            }
        }
    }
}
