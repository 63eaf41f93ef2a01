public import ChatroomCore
internal import Glibc
internal import Synchronization

/// Signals that are noted instead of acted on, until ``release()``: each becomes a byte that can be read.
///
/// One holder at a time gets them; another that begins meanwhile has them until it releases them.
public struct SignalPipe: Sendable {
    /// Where the handler writes the signals' numbers; -1 when nobody holds any.
    ///
    /// The one thing a handler may do is a system call, and it has no other way to learn of the descriptor.
    private static let bell = Atomic<Int32>(-1)

    /// What can be read when a signal came.
    public var descriptor: Int32 { pipe.reading }

    private let numbers: [Int32]
    private let before: [sigaction]
    private let earlierBell: Int32
    private let pipe: PipeEnds

    /// Holds signals.
    ///
    /// - Parameter numbers: Which.
    /// - Throws: `ChatError` with code `configuration` when the process has too many open files.
    public init(_ numbers: [Int32]) throws(ChatError) {
        guard let pipe = PipeEnds(isBlocking: false) else {
            throw SystemError.last.chatError(.configuration, "cannot make a pipe")
        }
        self.pipe = pipe
        earlierBell = Self.bell.exchange(pipe.writing, ordering: .sequentiallyConsistent)
        var action = sigaction()
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = { number in
            let error = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(SignalPipe.bell.load(ordering: .sequentiallyConsistent), &byte, 1)
            errno = error
        }
        self.numbers = numbers
        before = numbers.map { number in
            var old = sigaction()
            sigaction(number, &action, &old)
            return old
        }
    }

    /// The signal that came first of those not taken yet.
    public func take() -> Int32? {
        var byte: UInt8 = 0
        return read(pipe.reading, &byte, 1) == 1 ? Int32(byte) : nil
    }

    /// Lets a signal do to this process what it does by default, also to a thread that blocks it.
    ///
    /// - Parameter number: The signal; what it did before it does again afterwards.
    public static func act(on number: Int32) {
        var usual = sigaction()
        var held = sigaction()
        sigaction(number, &usual, &held)
        // To this thread, so that the process is stopped or gone before the next line of code. Threads of the
        // concurrency runtime block signals, and this one was started by one of them.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(number)
        sigaction(number, &held, nil)
    }

    /// Lets the signals act as they did before.
    public func release() {
        for (number, old) in zip(numbers, before) {
            var old = old
            sigaction(number, &old, nil)
        }
        Self.bell.store(earlierBell, ordering: .sequentiallyConsistent)
        close(pipe.reading)
        close(pipe.writing)
    }
}
