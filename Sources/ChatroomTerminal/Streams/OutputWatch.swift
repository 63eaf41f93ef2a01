internal import Glibc

/// Notices that the reader of an output has left while there is nothing to write to it.
///
/// `listen ops | grep -m1 done` has its line and would otherwise wait for the next message.
public struct OutputWatch: Sendable {
    /// The output that is watched.
    public var output = OutputDescriptor.standardOutput
    /// How often it is looked at.
    var interval: Duration = .seconds(1)

    /// Sets every part.
    public init(output: OutputDescriptor = OutputDescriptor.standardOutput, interval: Duration = .seconds(1)) {
        (self.output, self.interval) = (output, interval)
    }

    private enum End: Sendable {
        case finished
        case cancelled
    }

    /// Runs a body until it ends or the reader leaves.
    ///
    /// - Parameter body: What to run; cancelled when the reader leaves.
    /// - Throws: ``OutputEnd/closed`` when nobody reads any more, and what the body throws.
    public func during(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                try await body()
                return .finished
            }
            group.addTask {
                while !isAbandoned {
                    // Cancelled it is of no interest: the body knows why.
                    guard (try? await ContinuousClock().sleep(for: interval)) != nil else { return .cancelled }
                }
                throw OutputEnd.closed
            }
            defer { group.cancelAll() }
            while let end = try await group.next(), end != .finished {}
        }
    }

    /// Whether a pipe or socket has nobody at its other end; never so for a file.
    private var isAbandoned: Bool {
        var state = pollfd(fd: output.number, events: 0, revents: 0)
        return poll(&state, 1, 0) == 1 && Int32(state.revents) & (POLLERR | POLLHUP) != 0
    }
}
