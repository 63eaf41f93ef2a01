internal import Synchronization

/// Ends something that waits when nothing has come for a time.
final class IdleTimer: Sendable {
    private let limit: Duration?
    /// How long it sleeps at least while it is not to end anything.
    private static let shortest: Duration = .milliseconds(20)
    private let state = Mutex((hasBegun: false, last: ContinuousClock.now, busy: 0))

    private enum End: Sendable {
        case finished
        case idle
        case cancelled
    }

    /// Sets the time; `nil` never ends anything.
    init(_ limit: Duration?) { self.limit = limit }

    /// Notes that something can come from here on; before that, nothing is missed.
    func begin() {
        state.withLock { state in
            if !state.hasBegun { state.last = .now }
            state.hasBegun = true
        }
    }

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
        try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                try await body()
                return .finished
            }
            group.addTask { [self] in
                while true {
                    let (hasBegun, last, busy) = state.withLock { $0 }
                    // While nothing can be missed it looks again after a while, however short the time is.
                    let canMiss = hasBegun && busy == 0
                    let due = canMiss ? last + limit : .now + max(limit, Self.shortest)
                    guard due > .now else { return .idle }
                    // Cancelled it is of no interest: the body knows why.
                    guard (try? await ContinuousClock().sleep(until: due)) != nil else { return .cancelled }
                }
            }
            defer { group.cancelAll() }
            while let end = try await group.next(), end != .finished {
                guard end == .idle else { continue }
                group.cancelAll()
                do {
                    _ = try await group.next()
                } catch is CancellationError {
                    // That is how it ends.
                }
                return
            }
        }
    }
}
