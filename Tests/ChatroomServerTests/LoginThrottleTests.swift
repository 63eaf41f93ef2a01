import ChatroomCore
import ChatroomTestSupport
import Testing

@testable import ChatroomServer

struct LoginThrottleTests {
    private var throttle = LoginThrottle(perAccount: 10, perSource: 30)

    @Test mutating func anAccountTakesTenFailuresFromOneSourceInTenMinutes() throws {
        for second in 0..<10 { try fail("bob", at: .seconds(second)) }
        let error = try #require(refusal("bob", at: .seconds(10)))
        #expect(error.code == .rateLimited)
        #expect(error.retryAfter == .seconds(590))
        // Nobody else is locked out.
        #expect(refusal("carol", at: .seconds(10)) == nil)
        #expect(refusal("bob", from: Self.other, at: .seconds(10)) == nil)
        #expect(refusal("bob", at: .seconds(599)) != nil)
        #expect(refusal("bob", at: .seconds(600)) == nil)
    }

    @Test mutating func aSourceTakesThirtyFailuresAndOneMoreEachMinute() throws {
        for number in 0..<30 { try fail("user\(number)", at: .zero) }
        #expect(refusal("new", at: .zero)?.retryAfter == .seconds(60))
        #expect(refusal("new", at: .seconds(30))?.retryAfter == .seconds(30))
        #expect(refusal("new", from: Self.other, at: .zero) == nil)
        try fail("new", at: .seconds(60))
        #expect(refusal("new", at: .seconds(61)) != nil)
    }

    @Test mutating func whatMightPassALimitWaitsForWhatIsBeingChecked() throws {
        let attempts = try (0..<10).compactMap { _ in try begin("bob") }
        #expect(attempts.count == 10)
        let waits = try begin("bob")
        #expect(waits == nil)
        let others = try (0..<20).compactMap { number in try begin("user\(number)") }
        #expect(others.count == 20)
        let waitsToo = try begin("carol")
        #expect(waitsToo == nil)
        let elsewhere = try throttle.begin(source: Self.other, account: "bob", at: .zero)
        #expect(elsewhere != nil)
        // What turned out to be right counts no more.
        for attempt in attempts + others { throttle.end(attempt, failed: false, at: .zero) }
        #expect(refusal("bob", at: .zero) == nil)
        for attempt in try (0..<10).compactMap({ _ in try begin("bob") }) {
            throttle.end(attempt, failed: true, at: .zero)
        }
        #expect(refusal("bob", at: .zero)?.retryAfter == .seconds(600))
    }

    @Test(arguments: [1, 250, 999, 1000, 59_001, 123_456])
    func whoComesBackWhenToldIsAdmitted(millisecond: Int64) throws {
        for accounts in [1, 30] {
            var suite = Self()
            for number in 0..<(accounts == 1 ? 10 : 30) {
                try suite.fail("user\(number % accounts)", at: .milliseconds(number))
            }
            let time = Duration.milliseconds(30 + millisecond)
            guard let wait = suite.refusal("user0", at: time)?.retryAfter else { continue }
            #expect(suite.refusal("user0", at: time + wait) == nil, "after \(wait)")
        }
    }

    /// Ten thousand guesses of all kinds side by side, of which no more are checked than the limits say.
    @Test(arguments: [1, 2, 7, 64]) mutating func tenThousandGuessesAMinuteGetAsManyChecksAsTheLimits(width: Int) throws
    {
        var random: any RandomNumberGenerator = SystemRandomNumberGenerator()
        var (checks, running) = (0, [LoginThrottle.Attempt]())
        for number in 0..<10_000 {
            let time = Duration.milliseconds(6 * number)
            if running.count >= width {
                let index = Int.random(in: 0..<running.count, using: &random)
                throttle.end(running.remove(at: index), failed: true, at: time)
            }
            let account = "user\(Int.random(in: 0..<50, using: &random))"
            if let attempt = try? throttle.begin(source: Self.source, account: account, at: time) {
                checks += 1
                running.append(attempt)
            }
        }
        #expect((30...31).contains(checks))
    }

    /// An attacker who has any number of networks pays a checked password for each, and does not get rid of failures.
    @Test mutating func aFloodOfSourcesDoesNotMakeForgetWhoFailedOften() throws {
        for number in 0..<30 { try fail("user\(number % 3)", at: .seconds(number)) }
        for number in 0..<2 * LoginThrottle.capacity {
            try fail("bob", from: .ipv6(prefix: UInt64(number)), at: .seconds(30))
        }
        #expect(refusal("user0", at: .seconds(31)) != nil)
        #expect(refusal("carol", at: .seconds(31)) != nil)
    }

    private static let source = Source.ipv4(0xC000_0201)
    private static let other = Source.ipv4(0xC000_0202)

    private mutating func fail(_ account: String, from source: Source = Self.source, at time: Duration) throws {
        guard let attempt = try throttle.begin(source: source, account: account, at: time) else {
            throw TestFailure("\(account) waits for nobody")
        }
        throttle.end(attempt, failed: true, at: time)
    }

    private mutating func begin(_ account: String) throws -> LoginThrottle.Attempt? {
        try throttle.begin(source: Self.source, account: account, at: .zero)
    }

    private mutating func refusal(
        _ account: String, from source: Source = Self.source, at time: Duration
    ) -> ChatError? {
        do throws(ChatError) {
            let attempt = try throttle.begin(source: source, account: account, at: time)
            if let attempt { throttle.end(attempt, failed: false, at: time) }
        } catch { return error }
        return nil
    }
}
