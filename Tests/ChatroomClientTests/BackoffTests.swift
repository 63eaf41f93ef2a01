import ChatroomTestSupport
import Testing

@testable import ChatroomClient

struct BackoffTests {
    @Test(arguments: 0..<10 as Range<UInt64>)
    func itDoublesFromHalfASecondToHalfAMinute(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var backoff = Backoff()
        for longest in [0.5, 1, 2, 4, 8, 16, 30, 30, 30] {
            let wait = backoff.wait(atLeast: nil, using: &random)
            #expect(wait <= .seconds(longest))
            #expect(wait >= .seconds(longest / 2))
        }
        backoff.reset()
        #expect(backoff.wait(atLeast: nil, using: &random) <= .milliseconds(500))
    }

    @Test func itWaitsAsLongAsTheServerAsksWithinReason() {
        var random = SeededRandom(seed: 1)
        var backoff = Backoff()
        #expect(backoff.wait(atLeast: .seconds(7), using: &random) == .seconds(7))
        #expect(backoff.wait(atLeast: .milliseconds(1), using: &random) >= .milliseconds(500))
        #expect(backoff.wait(atLeast: .seconds(86_400), using: &random) == .seconds(30))
    }

    @Test func twoClientsDoNotComeBackAtOnce() {
        var random = SeededRandom(seed: 2)
        let waits = (0..<20).map { _ in
            var backoff = Backoff()
            return backoff.wait(atLeast: nil, using: &random)
        }
        #expect(Set(waits).count > 15)
    }
}
