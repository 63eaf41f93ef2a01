public import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// Asks a person at the terminal, also when standard input is a pipe.
///
/// It runs on a thread of its own, because a person may take an hour to answer.
public actor TerminalPrompt {
    private let path: String
    private let thread = ThreadExecutor()

    /// The prompt's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Asks at the terminal that the process belongs to, or at another.
    public init(path: String = "/dev/tty") { self.path = path }

    /// Asks a question and reads the line that answers it.
    ///
    /// - Parameters:
    ///   - question: The question, safe for a terminal already; the cursor stays behind it.
    ///   - isSecret: Whether the answer is not shown while it is typed.
    /// - Returns: The answer without its line feed; `nil` when there is no terminal.
    /// - Throws: `ChatError` with code `interrupted` when the person ends it instead, `invalid` when the answer is not
    ///   UTF-8.
    public func ask(_ question: String, isSecret: Bool = false) throws(ChatError) -> String? {
        guard let terminal = Descriptor(path, O_RDWR | O_NOCTTY), isatty(terminal.number) == 1 else { return nil }
        let answer =
            isSecret
            ? try HiddenLine.read(from: terminal, asking: question) : Self.readLine(from: terminal, asking: question)
        guard let answer else { throw ChatError(.interrupted, "stopped at the question") }
        guard let text = String(validating: answer, as: UTF8.self) else {
            throw ChatError(.invalid, "the answer is not UTF-8")
        }
        return text
    }

    private static func readLine(from terminal: borrowing Descriptor, asking question: String) -> [UInt8]? {
        // What was typed before the question is no answer to it.
        tcflush(terminal.number, TCIFLUSH)
        guard terminal.write(Array(question.utf8)) else { return nil }
        return terminal.readLine(upTo: 4096)
    }
}
