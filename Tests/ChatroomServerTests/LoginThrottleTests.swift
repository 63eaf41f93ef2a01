import ChatroomCore
import Testing

@testable import ChatroomServer

struct LoginThrottleTests {
    @Test func anAccountTakesTenFailuresFromOneSourceInTenMinutes() throws {
        var throttle = LoginThrottle()
        for second in 0..<10 {
            try throttle.check(source: "a", account: "bob", at: .seconds(second))
            throttle.noteFailure(source: "a", account: "bob", at: .seconds(second))
        }
        let error = try #require(refusal(&throttle, "a", "bob", at: .seconds(10)))
        #expect(error.code == .rateLimited)
        #expect(error.retryAfter == .seconds(590))
        // Nobody else is locked out.
        try throttle.check(source: "a", account: "carol", at: .seconds(10))
        try throttle.check(source: "b", account: "bob", at: .seconds(10))
        #expect(refusal(&throttle, "a", "bob", at: .seconds(599)) != nil)
        try throttle.check(source: "a", account: "bob", at: .seconds(600))
    }

    @Test func aSourceTakesThirtyFailuresAndOneMoreEachMinute() throws {
        var throttle = LoginThrottle()
        for number in 0..<30 {
            try throttle.check(source: "a", account: "user\(number)", at: .zero)
            throttle.noteFailure(source: "a", account: "user\(number)", at: .zero)
        }
        #expect(refusal(&throttle, "a", "new", at: .zero)?.retryAfter == .seconds(60))
        #expect(refusal(&throttle, "a", "new", at: .seconds(30))?.retryAfter == .seconds(30))
        try throttle.check(source: "b", account: "new", at: .zero)
        try throttle.check(source: "a", account: "new", at: .seconds(60))
        throttle.noteFailure(source: "a", account: "new", at: .seconds(60))
        #expect(refusal(&throttle, "a", "new", at: .seconds(61)) != nil)
    }

    @Test(arguments: [1, 250, 999, 1000, 59_001, 123_456])
    func whoComesBackWhenToldIsAdmitted(millisecond: Int64) throws {
        for accounts in [1, 30] {
            var throttle = LoginThrottle()
            for number in 0..<(accounts == 1 ? 10 : 30) {
                throttle.noteFailure(source: "a", account: "user\(number % accounts)", at: .milliseconds(number))
            }
            let time = Duration.milliseconds(30 + millisecond)
            guard let wait = refusal(&throttle, "a", "user0", at: time)?.retryAfter else { continue }
            #expect(refusal(&throttle, "a", "user0", at: time + wait) == nil, "after \(wait)")
        }
    }

    @Test func aFloodOfSourcesIsForgottenOldestFirst() throws {
        var throttle = LoginThrottle()
        for _ in 0..<10 { throttle.noteFailure(source: "first", account: "bob", at: .zero) }
        for _ in 0..<10 { throttle.noteFailure(source: "second", account: "bob", at: .seconds(1)) }
        for number in 0..<LoginThrottle.capacity - 1 {
            throttle.noteFailure(source: "source\(number)", account: "bob", at: .seconds(2))
        }
        #expect(refusal(&throttle, "first", "bob", at: .seconds(3)) == nil)
        #expect(refusal(&throttle, "second", "bob", at: .seconds(3)) != nil)
    }

    private func refusal(
        _ throttle: inout LoginThrottle, _ source: String, _ account: String, at time: Duration
    ) -> ChatError? {
        do { try throttle.check(source: source, account: account, at: time) } catch { return error }
        return nil
    }
}
