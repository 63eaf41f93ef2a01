internal import Foundation

/// How long a test waits for something before it fails; no wait in the tests is without one.
///
/// The only sleeps of the tests are in this file.
public enum Deadline {
    /// What a wait takes when the test names no time: long enough for a loaded machine, as it costs nothing when all
    /// is well.
    public static let standard = Duration.seconds(20)

    /// By how much every deadline is multiplied: 1, or the number in `CHATROOM_TEST_PATIENCE`, for sanitizers.
    public static let patience = ProcessInfo.processInfo.environment["CHATROOM_TEST_PATIENCE"].flatMap(Int.init) ?? 1

    /// Runs something that must end in time.
    ///
    /// - Parameters:
    ///   - limit: The time it may take.
    ///   - what: What is waited for, for the failure.
    ///   - body: What to run; it is cancelled when its time is over and must then end.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` throws, or ``TestFailure`` when its time is over.
    public static func run<Result: Sendable>(
        within limit: Duration = standard, _ what: String, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                await expire(after: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw TestFailure("\(what): not within \(limit)")
            }
            return result
        }
    }

    /// Runs something, and measures the time that it took by a clock that is as slow as the machine: one that stands
    /// still while other tests and programs keep this process from running.
    ///
    /// For a promise such as "within a second", which a busy machine cannot keep by the clock on the wall.
    ///
    /// - Parameters:
    ///   - isolation: Where `body` runs; left out.
    ///   - body: What to run.
    /// - Returns: The time.
    /// - Throws: What `body` throws.
    public static func pace(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
    ) async throws -> Duration {
        let beats = Watched(0)
        let beat = Duration.milliseconds(10)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: beat, tolerance: .zero)
                    beats.update { $0 += 1 }
                }
            }
            defer { group.cancelAll() }
            try await body()
            return beat * beats.value
        }
    }

    /// Returns when the time is over, or at once when the task is cancelled.
    static func expire(after limit: Duration) async {
        try? await Task.sleep(for: limit * patience, tolerance: .zero)
    }

    /// Lets other tasks run before the next look at a condition.
    fileprivate static func pause() async {
        try? await Task.sleep(for: .milliseconds(5), tolerance: .zero)
    }
}

/// Waits until a condition holds, looking at it again and again.
///
/// For what cannot be waited for as an event, such as a file that another process writes.
///
/// - Parameters:
///   - limit: The time it may take.
///   - what: What is waited for, for the failure.
///   - isolation: Where the condition is looked at; left out.
///   - condition: What must hold.
/// - Throws: What `condition` throws, or ``TestFailure`` when the time is over.
public func eventually(
    within limit: Duration = Deadline.standard, _ what: String = "the condition",
    isolation: isolated (any Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit * Deadline.patience
    while true {
        if try await condition() { return }
        try Task.checkCancellation()
        guard ContinuousClock.now < end else { throw TestFailure("\(what): not within \(limit)") }
        await Deadline.pause()
    }
}
