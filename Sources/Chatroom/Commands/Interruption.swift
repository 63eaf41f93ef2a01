internal import ChatroomCore
internal import Glibc
internal import UnixSignals

/// Lets a command end in order when it is interrupted or has waited long enough.
enum Interruption {
    private enum End: Sendable {
        case finished
        case interrupted
        case timedOut
    }

    /// Runs a body that is cancelled by SIGINT, SIGTERM or the end of its time; a second signal ends the process.
    ///
    /// - Parameters:
    ///   - limit: How long the body may take; `nil` for any time.
    ///   - body: What to do; on cancellation it has the time it needs to leave things in order.
    /// - Throws: `ChatError` with code `interrupted` or `waited-in-vain`, and what the body throws.
    static func guarding(
        for limit: Duration? = nil, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                try await body()
                return .finished
            }
            group.addTask {
                for await _ in signals { return .interrupted }
                return .interrupted
            }
            if let limit {
                group.addTask {
                    try await ContinuousClock().sleep(for: limit)
                    return .timedOut
                }
            }
            guard let first = try await group.next() else { return }
            group.cancelAll()
            guard first != .finished else { return }
            let impatience = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            group.addTask {
                for await _ in impatience { _exit(ExitStatus.interrupted.rawValue) }
                return .interrupted
            }
            // Only now is everything that the body had taken on in order.
            do {
                while let end = try await group.next(), end != .finished {}
            } catch let error as ChatError where error.code == .interrupted && first == .interrupted {
                // It knows better what was interrupted.
                group.cancelAll()
                throw error
            } catch {}
            group.cancelAll()
            throw first == .timedOut
                ? ChatError(.waitedInVain, "nothing more came in time") : ChatError(.interrupted, "interrupted")
        }
    }
}
