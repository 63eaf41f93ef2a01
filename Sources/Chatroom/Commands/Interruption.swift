internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// Lets a command end in order when it is interrupted or has waited long enough.
enum Interruption {
    /// How long a command that was interrupted may take to leave things in order, so that a signal ends it in a second.
    private static let patience: Duration = .milliseconds(900)

    private enum End<Result: Sendable>: Sendable {
        case finished(Result)
        case interrupted
        case timedOut
        case watched
    }

    /// Runs a body that is cancelled by SIGINT, SIGTERM or the end of its time.
    ///
    /// What has not ended 0.9 s after a signal ends with the process, as does everything at a second signal.
    ///
    /// - Parameters:
    ///   - limit: How long the body may take; `nil` for any time.
    ///   - waits: Whether the body may take longer to end, because it waits for a program that it runs; the process then
    ///     ends early only if no task noticed the signal.
    ///   - body: What to do; on cancellation it leaves things in order.
    /// - Returns: What the body returned.
    /// - Throws: `ChatError` with code `interrupted` or `waited-in-vain`, or why there was no connection in all that
    ///   time, and what the body throws.
    static func guarding<Result: Sendable>(
        for limit: Duration? = nil, waitingForPrograms waits: Bool = false,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let pipe = try SignalPipe([SIGINT, SIGTERM])
        defer { pipe.release() }
        let watch = SignalWatch(pipe.descriptor) { pipe.take() }
        let (signals, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: End<Result>.self) { group in
            // Only then is the pipe released.
            defer { watch.stop() }
            group.addTask {
                await watch.run(
                    patience: patience, tell: { bell.yield() }, force: { _exit(ExitStatus.interrupted.rawValue) })
                return .watched
            }
            group.addTask {
                .finished(try await body())
            }
            group.addTask {
                for await _ in signals { return .interrupted }
                return .interrupted
            }
            if let limit {
                group.addTask {
                    // Cancelled it is of no interest, and no error that would hide the body's.
                    try? await ContinuousClock().sleep(for: limit)
                    return .timedOut
                }
            }
            let first = try await group.next()
            group.cancelAll()
            if case .finished(let result) = first { return result }
            let isTimedOut = if case .timedOut = first { true } else { false }
            if !isTimedOut, waits { watch.wait() }
            // Only now is everything that the body had taken on in order.
            do {
                while let end = try await group.next() {
                    if case .finished = end { break }
                }
            } catch let error as ChatError where error.code == .interrupted && !isTimedOut {
                // It knows better what was interrupted.
                throw error
            } catch let error as Unreached where isTimedOut {
                // Nothing could come.
                throw error.reason
            } catch {}
            throw isTimedOut
                ? ChatError(.waitedInVain, "timed out waiting for more") : ChatError(.interrupted, "interrupted")
        }
    }
}
