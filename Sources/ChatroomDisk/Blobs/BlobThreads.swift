internal import NIOPosix

/// The few threads on which the blob store waits for the disk, so that no event loop and no task of others does.
final class BlobThreads: Sendable {
    /// More than there are disks, fewer than would crowd out the processor: one flush must not hold up every read.
    private static let count = 4

    private let pool = NIOThreadPool(numberOfThreads: BlobThreads.count)

    /// Starts the threads.
    init() { pool.start() }

    deinit { pool.shutdownGracefully { _ in } }

    /// Does something on one of the threads, later.
    func submit(_ work: @escaping @Sendable () -> Void) { pool.submit { _ in work() } }

    /// Does something on one of the threads and waits for it, even if the task is cancelled.
    ///
    /// - Parameter work: What to do.
    /// - Returns: What it returned.
    /// - Throws: What it threw.
    func run<Value: Sendable, Failure>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            submit { [self] in
                // The threads must not end while one of them is in use.
                withExtendedLifetime(self) { continuation.resume(returning: Result(catching: work)) }
            }
        }
        return try result.get()
    }
}
