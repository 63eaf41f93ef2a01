internal import Synchronization

/// Ends something that waits when nothing has come for a time.
final class IdleTimer: Sendable {
    private let limit: Duration?
    private let state = Mutex((last: ContinuousClock.now, busy: 0))

    /// Sets the time; `nil` never ends anything.
    init(_ limit: Duration?) { self.limit = limit }

    /// Notes that something came.
    func touch() { state.withLock { $0.last = .now } }

    /// Runs something that takes its time, during which nothing is idle.
    func busy<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        state.withLock { $0.busy += 1 }
        defer {
            state.withLock { state in
                state.busy -= 1
                state.last = .now
            }
        }
        return try await body()
    }

    /// Runs a body until it ends or nothing came for the time; then it is cancelled, and that is its ordinary end.
    func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        guard let limit else { return try await body() }
        touch()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return false
            }
            group.addTask { [self] in
                while true {
                    let (last, busy) = state.withLock { $0 }
                    let due = (busy > 0 ? .now : last) + limit
                    guard due > .now else { return true }
                    try await ContinuousClock().sleep(until: due)
                }
            }
            let isIdle = try await group.next() ?? false
            group.cancelAll()
            guard isIdle else { return }
            do {
                _ = try await group.next()
            } catch is CancellationError {
                // That is how it ends.
            }
        }
    }
}
