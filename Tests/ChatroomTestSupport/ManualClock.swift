public import ChatroomCore
internal import Synchronization

/// A clock that stands still until a test moves it, so that a test of a minute takes no time.
///
/// Waiting on it and reading its wall clock are apart, as they are on a machine: ``jumpWallClock(by:)`` moves the
/// latter only.
public final class ManualClock: Clock, Sendable {
    /// A time on the clock.
    public struct Instant: InstantProtocol {
        /// How far the clock had been moved.
        public let offset: Duration

        /// The instant later by a duration.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// How much later another instant is.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Orders instants, earlier first.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let key: Int
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State: Sendable {
        var now = Instant(offset: .zero)
        var wall: Timestamp
        var lastKey = 0
        var sleepers: [Sleeper] = []
    }

    private let state: Watched<State>

    /// Makes a clock whose wall clock starts at a time, by default 2026-11-22T17:00:00Z.
    public init(wall: Timestamp = Timestamp(milliseconds: 1_795_366_800_000)) {
        state = Watched(State(wall: wall))
    }

    /// The time at this moment.
    public var now: Instant { state.read { $0.now } }

    /// The smallest step that the clock can make.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// The time of the wall clock at this moment.
    public func wallClock() -> Timestamp { state.read { $0.wall } }

    /// How many tasks sleep on the clock.
    public var sleeperCount: Int { state.read { $0.sleepers.count } }

    /// Moves the clock and the wall clock, and wakes those whose time has come, earliest first.
    public func advance(by duration: Duration) {
        let woken = state.update { state in
            state.now = state.now.advanced(by: duration)
            state.wall = Timestamp(milliseconds: state.wall.milliseconds + duration.wholeMilliseconds)
            let now = state.now
            let woken = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= now }
            return woken
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Moves the wall clock alone, as an administrator or NTP may do, in either direction.
    public func jumpWallClock(by duration: Duration) {
        state.update { state in
            state.wall = Timestamp(milliseconds: state.wall.milliseconds + duration.wholeMilliseconds)
        }
    }

    /// Waits until at least so many tasks sleep on the clock, so that the next ``advance(by:)`` meets them.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - limit: How long to wait, in real time.
    /// - Throws: ``TestFailure`` when there were not so many in time.
    public func waitForSleepers(_ count: Int = 1, within limit: Duration = Deadline.standard) async throws {
        guard await state.wait(within: limit, until: { $0.sleepers.count >= count }) else {
            throw TestFailure("\(sleeperCount) of \(count) tasks slept on the clock within \(limit)")
        }
    }

    /// Waits until the clock has been moved to a time.
    ///
    /// - Parameters:
    ///   - deadline: When to wake.
    ///   - tolerance: Not used: the clock wakes exactly.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let key = state.update { state in
            state.lastKey += 1
            return state.lastKey
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.update { state in
                    // A cancellation before this line finds no sleeper, one after it waits for the lock.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleepers.append(Sleeper(key: key, deadline: deadline, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let sleeper = state.update { state in
                let index = state.sleepers.firstIndex { $0.key == key }
                return index.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
