internal import ChatroomCore
internal import Glibc
internal import Synchronization

/// Reads a line from a terminal that does not show it, and leaves the terminal as it was whatever happens.
///
/// SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGTSTP are held while the terminal is silent: it is made to speak again, then
/// the signal takes its course. After Ctrl-Z and `fg` the question is asked again. Only SIGKILL escapes.
enum HiddenLine {
    /// Asks and reads.
    ///
    /// - Parameters:
    ///   - terminal: The terminal.
    ///   - question: The question.
    /// - Returns: The line without its line feed; `nil` when the input ended.
    /// - Throws: `ChatError` with code `interrupted` after a signal that did not end the process.
    static func read(
        from terminal: borrowing FileDescriptor, asking question: String
    ) throws(ChatError) -> [UInt8]? {
        while true {
            switch try readOnce(from: terminal, asking: question) {
            case .line(let line): return line
            case .end: return nil
            case .signal(SIGTSTP): deliver(SIGTSTP)
            case .signal(let number):
                deliver(number)
                throw ChatError(.interrupted, "stopped at the question")
            }
        }
    }

    /// Lets a signal do what it would have done.
    private static func deliver(_ number: Int32) {
        var action = sigaction()
        sigaction(number, nil, &action)
        // SIG_DFL is the null pointer.
        if action.__sigaction_handler.sa_handler == nil {
            // To this thread, so that the process is stopped or gone before the next line of code. Threads of the
            // concurrency runtime block signals, and this one was started by one of them.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, number)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            raise(number)
        } else {
            kill(getpid(), number)
        }
    }

    private enum Outcome {
        case line([UInt8])
        case end
        case signal(Int32)
    }

    private static func readOnce(
        from terminal: borrowing FileDescriptor, asking question: String
    ) throws(ChatError) -> Outcome {
        var before = termios()
        guard tcgetattr(terminal.number, &before) == 0 else { return .end }
        let signals = try HeldSignals([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP])
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        silent.c_lflag |= tcflag_t(ICANON | ISIG | ECHONL)
        // What was typed before the question is no answer to it.
        tcsetattr(terminal.number, TCSAFLUSH, &silent)
        defer {
            tcsetattr(terminal.number, TCSADRAIN, &before)
            signals.release()
        }
        guard terminal.write(Array(question.utf8)) else { return .end }
        if let signal = signals.wait(for: terminal.number) {
            _ = terminal.write(Array("\n".utf8))
            return .signal(signal)
        }
        return terminal.readLine(upTo: 4096).map(Outcome.line) ?? .end
    }
}

/// Signals that are noted instead of acted on, until ``release()``.
private struct HeldSignals {
    /// Where the handler writes the signals' numbers; -1 when nobody holds any.
    ///
    /// The one thing a handler may do is a system call, and it has no other way to learn of the descriptor.
    private static let bell = Atomic<Int32>(-1)

    private let numbers: [Int32]
    private let before: [sigaction]
    private let pipe: PipeEnds

    init(_ numbers: [Int32]) throws(ChatError) {
        guard let pipe = PipeEnds(isBlocking: false) else {
            throw SystemError.last.chatError(.configuration, "cannot make a pipe")
        }
        self.pipe = pipe
        Self.bell.store(pipe.writing, ordering: .sequentiallyConsistent)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let error = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(HeldSignals.bell.load(ordering: .sequentiallyConsistent), &byte, 1)
            errno = error
        }
        self.numbers = numbers
        before = numbers.map { number in
            var old = sigaction()
            sigaction(number, &action, &old)
            return old
        }
    }

    /// Waits until a descriptor can be read.
    ///
    /// - Returns: The signal that came first, if one did.
    func wait(for descriptor: Int32) -> Int32? {
        var watched = [
            pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&watched, 2, -1) < 0, errno == EINTR {}
        var byte: UInt8 = 0
        return read(pipe.reading, &byte, 1) == 1 ? Int32(byte) : nil
    }

    /// Lets the signals act again.
    func release() {
        for (number, old) in zip(numbers, before) {
            var old = old
            sigaction(number, &old, nil)
        }
        Self.bell.store(-1, ordering: .sequentiallyConsistent)
        close(pipe.reading)
        close(pipe.writing)
    }
}
