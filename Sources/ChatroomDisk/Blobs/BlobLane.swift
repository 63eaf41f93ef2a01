internal import Synchronization

/// Runs an actor on the store's threads, one piece of work after the other.
///
/// No thread waits for a lane's turn, so however much is asked of one file, the others get on.
final class BlobLane: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
    }

    private let state = Mutex(State())
    private let threads: BlobThreads

    /// Makes a lane on some threads.
    init(on threads: BlobThreads) { self.threads = threads }

    /// Adds a piece of work at the end.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if isFirst { threads.submit { self.runNext() } }
    }

    /// Runs one piece only and then queues up again, so that lanes take turns.
    private func runNext() {
        guard let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else { return }
        job.runSynchronously(on: asUnownedSerialExecutor())
        let hasMore = state.withLock { state in
            state.isRunning = !state.jobs.isEmpty
            return state.isRunning
        }
        if hasMore { threads.submit { self.runNext() } }
    }
}
