internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// Why output ended before all was written, without anything being wrong.
public enum OutputEnd: Error {
    /// The reader closed its end of the pipe, as `head` does; the command ends quietly with 0.
    case closed
}

/// A file descriptor that output goes to.
public struct OutputDescriptor: Sendable {
    /// The number.
    public let number: Int32
    /// What errors call it.
    public let name: String

    /// Standard output.
    public static let standardOutput = OutputDescriptor(number: STDOUT_FILENO, name: "standard output")
    /// Standard error.
    public static let standardError = OutputDescriptor(number: STDERR_FILENO, name: "standard error")

    /// Whether it is a terminal.
    public var isTerminal: Bool { isatty(number) == 1 }

    /// The width of the terminal, if it is one and knows.
    public var columns: Int? { size.map { Int($0.ws_col) }.flatMap { $0 > 0 ? $0 : nil } }
    /// The height of the terminal, if it is one and knows.
    public var rows: Int? { size.map { Int($0.ws_row) }.flatMap { $0 > 0 ? $0 : nil } }

    private var size: winsize? {
        var size = winsize()
        return ioctl(number, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }

    /// Writes all bytes, waiting for as long as the reader takes; blocks the thread.
    ///
    /// SIGPIPE must be ignored, or a closed pipe ends the process before this can say so.
    ///
    /// - Parameter bytes: What to write.
    /// - Throws: ``OutputEnd/closed`` when nobody reads any more, `ChatError` with code `file-access` when writing
    ///   failed.
    public func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { all in
            var rest = all[...]
            while !rest.isEmpty {
                let count = Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else {
                    try recover(from: errno)
                }
            }
        }
    }

    private func recover(from error: Int32) throws {
        switch error {
        case EINTR: return
        case EAGAIN:
            // Somebody who shares the open file made it non-blocking.
            var ready = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
            poll(&ready, 1, -1)
        case EPIPE: throw OutputEnd.closed
        default: throw SystemError(error).chatError(.fileAccess, "cannot write to \(name)")
        }
    }
}
