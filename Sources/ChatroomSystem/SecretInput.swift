public import ChatroomCore
internal import Glibc

/// Reads a secret from a file or from standard input: the first line.
///
/// It runs on a thread of its own, because a pipe may keep a reader waiting.
public actor SecretInput {
    private let thread = ThreadExecutor()

    /// The input's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// The most bytes that a secret may have.
    private static let limit = 4096

    /// Makes a reader.
    public init() {}

    /// Reads the first line of standard input.
    ///
    /// - Returns: The line without its line feed.
    /// - Throws: `ChatError` with code `usage` when a terminal would show the secret, `invalid` when there is none or it
    ///   is not UTF-8.
    public func fromStandardInput() throws(ChatError) -> String {
        guard isatty(STDIN_FILENO) == 0 else {
            throw ChatError(
                .usage, "--password-stdin reads a pipe and standard input is a terminal",
                hint: "Leave it out to be asked.")
        }
        guard let input = Descriptor(duplicateOf: STDIN_FILENO) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read standard input")
        }
        return try text(input.readLine(upTo: Self.limit), of: "standard input")
    }

    /// Reads the first line of a file.
    ///
    /// - Parameter path: The file; a pipe such as the shell's `<(command)` is one, too.
    /// - Returns: The line without its line feed.
    /// - Throws: `ChatError` with code `file-missing`, `file-access`, or `invalid` when the line is empty or not UTF-8.
    public func fromFile(_ path: String) throws(ChatError) -> String {
        guard let file = Descriptor(path, O_RDONLY) else {
            let error = SystemError.last
            guard error.number != ENOENT else { throw ChatError(.fileMissing, "\(path): no such file") }
            throw error.chatError(.fileAccess, "cannot read \(path)")
        }
        if file.status.map({ $0.st_mode & S_IFMT == S_IFDIR }) ?? false {
            throw SystemError(EISDIR).chatError(.fileAccess, "cannot read \(path)")
        }
        return try text(file.readLine(upTo: Self.limit), of: path)
    }

    private func text(_ line: [UInt8]?, of source: String) throws(ChatError) -> String {
        guard let line = line.map(Self.withoutFileMarks), !line.isEmpty else {
            throw ChatError(.invalid, "the first line of \(source) is empty")
        }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw ChatError(.invalid, "the first line of \(source) is not UTF-8")
        }
        return text
    }

    /// The line without what an editor adds to a file and nobody types: a byte order mark before it, a carriage return
    /// behind it.
    private static func withoutFileMarks(_ line: [UInt8]) -> [UInt8] {
        var line = line[...]
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        while line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        return Array(line)
    }
}
