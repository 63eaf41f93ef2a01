internal import Synchronization

/// Tells a task of a signal, and makes sure that the process ends even if no task can do anything.
///
/// It waits on a thread of its own, for the few threads that all tasks share may be occupied: by a long computation, or
/// by output that nobody reads. What takes longer to end than it is given, and a second signal, end the process at
/// once.
public actor SignalWatch {
    /// How long the thread sleeps at a time while it counts, so that on a machine that is overloaded, where it is woken
    /// late, the tasks have longer too.
    private static let tick: Duration = .milliseconds(50)

    private let thread = ThreadExecutor()
    private let descriptor: Int32
    private let take: @Sendable () -> Int32?
    private nonisolated let isStopped = Atomic(false)
    private nonisolated let isCounting = Atomic(true)

    /// The watch's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Prepares to watch.
    ///
    /// - Parameters:
    ///   - descriptor: What can be read when a signal came.
    ///   - take: The next signal that came.
    public init(_ descriptor: Int32, take: @escaping @Sendable () -> Int32?) {
        self.descriptor = descriptor
        self.take = take
    }

    /// Watches until ``stop()``.
    ///
    /// - Parameters:
    ///   - patience: How long after the first signal the process may go on.
    ///   - tell: Tells the task that there was a signal.
    ///   - force: Ends the process.
    public func run(patience: Duration, tell: @Sendable () -> Void, force: @Sendable () -> Void) {
        var isTold = false
        var left = patience
        while !isStopped.load(ordering: .acquiring) {
            let counts = isTold && isCounting.load(ordering: .acquiring)
            let ready = thread.wait(forWorkOr: [descriptor], for: counts ? Self.tick : nil)
            guard !isStopped.load(ordering: .acquiring) else { return }
            while take() != nil {
                guard !isTold else { return force() }
                isTold = true
                tell()
            }
            if counts, ready.isEmpty, isCounting.load(ordering: .acquiring) {
                left -= Self.tick
                guard left > .zero else { return force() }
            }
        }
    }

    /// Gives the task all the time that it needs from here on, unless there is another signal.
    public nonisolated func wait() {
        isCounting.store(false, ordering: .releasing)
        thread.wake()
    }

    /// Ends the watch.
    public nonisolated func stop() {
        isStopped.store(true, ordering: .releasing)
        thread.wake()
    }
}
