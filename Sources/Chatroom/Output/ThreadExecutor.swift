internal import Glibc
internal import Synchronization

/// Runs an actor on a thread of its own, so that it may block.
///
/// Standard output can be a pipe that nobody reads for an hour and a password prompt waits for a person; on one of the
/// few threads that all tasks share, that would stop the whole program. The thread ends when the executor is gone.
final class ThreadExecutor: SerialExecutor {
    private let inbox: Inbox
    /// Writing to this end wakes the thread; closing it ends the thread.
    private let bell: Int32

    /// Starts the thread.
    init() {
        guard let pipe = PipeEnds() else { fatalError("a process that cannot open a pipe can do nothing") }
        (inbox, bell) = (Inbox(bell: pipe.reading), pipe.writing)
        var thread = pthread_t()
        let started = pthread_create(&thread, nil, { Inbox.run($0) }, Unmanaged.passRetained(inbox).toOpaque())
        precondition(started == 0, "a process that cannot start a thread can do nothing")
        pthread_detach(thread)
    }

    deinit { close(bell) }

    /// Hands the thread one more piece of work.
    func enqueue(_ job: consuming ExecutorJob) {
        inbox.append(Inbox.Entry(job: UnownedJob(job), executor: self))
        var ring: UInt8 = 0
        while write(bell, &ring, 1) < 0, errno == EINTR {}
    }

    /// The work that waits for the thread.
    private final class Inbox: Sendable {
        struct Entry {
            let job: UnownedJob
            /// Kept alive while its job waits or runs.
            let executor: ThreadExecutor
        }

        private let entries = Mutex<[Entry]>([])
        private let bell: Int32

        init(bell: Int32) { self.bell = bell }

        func append(_ entry: Entry) { entries.withLock { $0.append(entry) } }

        static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            guard let pointer else { return nil }
            Unmanaged<Inbox>.fromOpaque(pointer).takeRetainedValue().run()
            return nil
        }

        private func run() {
            var ring: UInt8 = 0
            while true {
                let count = read(bell, &ring, 1)
                if count == 0 { break }
                guard count == 1 else { continue }
                runFirst()
            }
            close(bell)
        }

        private func runFirst() {
            let entry = entries.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let entry else { return }
            entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
        }
    }
}
