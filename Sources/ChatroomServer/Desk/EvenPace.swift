/// Answers at the ends of rounds, so that how long an answer takes tells little of what it was looked for in.
///
/// A search walks over messages that the asker may not read, because the index of words is one for all: the more of
/// them have a word, the longer it takes. Rounds are twice as long each time, so what is still told is in which of them
/// the work ended, which takes some ten thousands of such messages to change.
enum EvenPace {
    /// How long the first round is: many times what most searches take.
    static let round: Duration = .milliseconds(20)

    /// When work is answered that took a time, counted from its beginning.
    static func end(after elapsed: Duration) -> Duration {
        var end = round
        while end < elapsed { end *= 2 }
        return end
    }

    /// Does some work and returns at the end of a round, whether it succeeds or fails.
    static func run<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let clock = ContinuousClock()
        let start = clock.now
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await work())
        } catch {
            outcome = .failure(error)
        }
        try await clock.sleep(until: start + end(after: start.duration(to: clock.now)))
        return try outcome.get()
    }
}
