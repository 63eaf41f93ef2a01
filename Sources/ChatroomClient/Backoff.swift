/// How long to wait before each attempt to connect again: half a second, doubled up to 30 s, each shortened by up to a
/// half at random so that clients do not come back all at once.
public struct Backoff: Sendable {
    private var next: Duration = .milliseconds(500)
    private static let longest: Duration = .seconds(30)

    /// Makes one for a first attempt.
    public init() {}

    /// The wait before the next attempt.
    ///
    /// - Parameters:
    ///   - least: What the server asked for, if it did.
    ///   - random: Where the jitter comes from.
    /// - Returns: The time to wait.
    public mutating func wait<Random: RandomNumberGenerator>(
        atLeast least: Duration?, using random: inout Random
    ) -> Duration {
        let jittered = next * Double.random(in: 0.5...1, using: &random)
        next = min(next * 2, Self.longest)
        return max(jittered, min(least ?? .zero, Self.longest))
    }

    /// Begins anew, after a connection that worked.
    public mutating func reset() { self = Backoff() }
}
