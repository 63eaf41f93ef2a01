/// Runs a body for so long at most.
///
/// - Parameters:
///   - limit: How long; `nil` for any time.
///   - clock: What measures it.
///   - body: What to do; it is cancelled when the time is over, and has ended when this returns.
/// - Returns: What the body returned; `nil` when the time was over first.
/// - Throws: What the body throws.
public func within<Result: Sendable>(
    _ limit: Duration?, clock: any Clock<Duration> = ContinuousClock(),
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result? {
    guard let limit else { return try await body() }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            // Cancelled it is of no interest, and no error that would hide the body's.
            try? await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { return nil }
        if first != nil { return first }
        try Task.checkCancellation()
        return nil
    }
}
