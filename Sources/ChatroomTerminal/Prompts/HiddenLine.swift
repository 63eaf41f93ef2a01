internal import CTerminalGuard
internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// Reads a line from a terminal that does not show it, and leaves the terminal as it was whatever happens.
///
/// SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGTSTP are held while the terminal is silent: it is made to speak again, then
/// the signal takes its course. After Ctrl-Z and `fg` the question is asked again. After SIGKILL, the guard of a shell's
/// terminal does it.
enum HiddenLine {
    /// Asks and reads.
    ///
    /// - Parameters:
    ///   - terminal: The terminal.
    ///   - question: The question.
    /// - Returns: The line without its line feed; `nil` when the input ended.
    /// - Throws: `ChatError` with code `interrupted` after a signal that did not end the process.
    static func read(
        from terminal: borrowing Descriptor, asking question: String
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
            SignalPipe.act(on: number)
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
        from terminal: borrowing Descriptor, asking question: String
    ) throws(ChatError) -> Outcome {
        var before = termios()
        guard tcgetattr(terminal.number, &before) == 0 else { return .end }
        let signals = try SignalPipe([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP])
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        silent.c_lflag |= tcflag_t(ICANON | ISIG | ECHONL)
        // Should this process be killed meanwhile, the guard of a shell's terminal makes it sane.
        terminal_guard_mark(&silent)
        // What was typed before the question is no answer to it.
        tcsetattr(terminal.number, TCSAFLUSH, &silent)
        var ending = TCSADRAIN
        defer {
            tcsetattr(terminal.number, ending, &before)
            signals.release()
        }
        guard terminal.write(Array(question.utf8)) else { return .end }
        if let signal = wait(for: terminal.number, or: signals) {
            // Half a secret is nothing for whoever reads the terminal next.
            ending = TCSAFLUSH
            _ = terminal.write(Array("\n".utf8))
            return .signal(signal)
        }
        return terminal.readLine(upTo: 4096).map(Outcome.line) ?? .end
    }

    /// Waits until there is a line.
    ///
    /// - Returns: The signal that came first, if one did.
    private static func wait(for terminal: Int32, or signals: SignalPipe) -> Int32? {
        var watched = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&watched, 2, -1) < 0, errno == EINTR {}
        return signals.take()
    }
}
