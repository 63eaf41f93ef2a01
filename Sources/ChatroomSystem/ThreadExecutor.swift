internal import ChatroomCore
internal import Glibc
internal import Synchronization

/// Runs an actor on a thread of its own, so that it may block.
///
/// Standard output can be a pipe that nobody reads for an hour and a password prompt waits for a person; on one of the
/// few threads that all tasks share, that would stop the whole program. The thread ends when the executor is gone.
public final class ThreadExecutor: SerialExecutor {
    private let inbox: Inbox
    /// Writing to this end wakes the thread; closing it ends the thread.
    private let bell: Int32

    /// Starts the thread.
    public init() {
        guard let pipe = PipeEnds() else { fatalError("a process that cannot open a pipe can do nothing") }
        (inbox, bell) = (Inbox(bell: pipe.reading), pipe.writing)
        var thread = pthread_t()
        let started = pthread_create(&thread, nil, { Inbox.run($0) }, Unmanaged.passRetained(inbox).toOpaque())
        precondition(started == 0, "a process that cannot start a thread can do nothing")
        pthread_detach(thread)
    }

    deinit { close(bell) }

    /// Hands the thread one more piece of work.
    public func enqueue(_ job: consuming ExecutorJob) {
        inbox.append(Inbox.Entry(job: UnownedJob(job), executor: self))
        wake()
    }

    /// Ends a wait of the thread's; from any thread.
    public func wake() {
        var ring: UInt8 = 0
        while write(bell, &ring, 1) < 0, errno == EINTR {}
    }

    /// Waits, on the thread itself, until there is work for it or one of some descriptors can be read.
    ///
    /// - Parameters:
    ///   - descriptors: The descriptors.
    ///   - limit: How long to wait, in whole milliseconds; `nil` for any time.
    /// - Returns: Those that can be read.
    public func wait(forWorkOr descriptors: [Int32], for limit: Duration? = nil) -> Set<Int32> {
        inbox.wait(or: descriptors, limit.flatMap { Int32(exactly: $0.wholeMilliseconds) } ?? -1)
    }

    /// The work that waits for the thread.
    private final class Inbox: Sendable {
        public struct Entry: Sendable {
            let job: UnownedJob
            /// Kept alive while its job waits or runs.
            let executor: ThreadExecutor

            /// Sets every part.
            public init(job: UnownedJob, executor: ThreadExecutor) {
                self.job = job
                self.executor = executor
            }
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
            while true {
                while let entry = entries.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                    entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
                }
                guard drain() else { break }
            }
            close(bell)
        }

        /// Takes what rang, waits for it if nothing did, and tells whether there is anybody left to ring.
        private func drain() -> Bool {
            var rings = [UInt8](repeating: 0, count: 64)
            while true {
                let count = read(bell, &rings, rings.count)
                if count >= 0 { return count > 0 }
            }
        }

        func wait(or descriptors: [Int32], _ milliseconds: Int32) -> Set<Int32> {
            guard entries.withLock({ $0.isEmpty }) else { return [] }
            var watched = ([bell] + descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&watched, nfds_t(watched.count), milliseconds) > 0 else { return [] }
            if watched[0].revents != 0 { _ = drain() }
            return Set(watched.dropFirst().filter { $0.revents != 0 }.map(\.fd))
        }
    }
}
