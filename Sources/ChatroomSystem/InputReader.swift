public import ChatroomCore
internal import Glibc

/// Reads standard input, or another descriptor, on a thread of its own, since whoever writes it may take any time.
public actor InputReader {
    private let descriptor: Int32
    /// Keeps the descriptor open, if it is not standard input.
    private let file: Descriptor?
    private let thread = ThreadExecutor()

    /// The reader's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Reads standard input.
    public init() {
        descriptor = STDIN_FILENO
        file = nil
    }

    /// Reads what was opened.
    public init(_ file: consuming Descriptor) {
        descriptor = file.number
        self.file = consume file
    }

    /// Whether a person types here.
    public nonisolated var isTerminal: Bool { isatty(descriptor) == 1 }

    /// What is there next, as soon as there is something.
    ///
    /// - Parameter limit: The most bytes to take.
    /// - Returns: The bytes; none at the end.
    /// - Throws: `ChatError` with code `file-access`, or `interrupted` when the task was cancelled.
    public func read(upTo limit: Int = 64 * 1024) async throws(ChatError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        while true {
            guard await waitForInput() else { throw ChatError(.interrupted, "reading was interrupted") }
            let count = Glibc.read(descriptor, &bytes, limit)
            if count >= 0 { return Array(bytes.prefix(count)) }
            // A descriptor that was closed before the program began is an empty input.
            if errno == EBADF { return [] }
            if errno != EINTR { throw SystemError.last.chatError(.fileAccess, "cannot read standard input") }
        }
    }

    /// Waits until there is something to read, or the task is cancelled, which is told.
    private func waitForInput() async -> Bool {
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                if thread.wait(forWorkOr: [descriptor]).contains(descriptor) { return true }
                await Task.yield()
            }
            return false
        } onCancel: {
            thread.wake()
        }
    }
}
