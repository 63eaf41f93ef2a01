/// A clock that never jumps: time since a fixed moment, and waiting until a time on it.
public struct SteadyClock: Sendable {
    /// The time.
    let now: @Sendable () -> Duration
    /// Waits until a time; throws `CancellationError` when the task is cancelled first.
    let sleep: @Sendable (_ until: Duration) async throws -> Void

    /// A clock that starts at zero.
    public static func starting<C: Clock<Duration>>(_ clock: C) -> SteadyClock {
        let start = clock.now
        return SteadyClock(
            now: { start.duration(to: clock.now) },
            sleep: { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) })
    }
}
