internal import Glibc

/// A process that a test has started; it is killed when the last reference to it goes.
///
/// What it writes is read all the time, and each wait has a deadline and fails with what was written so far.
public final class RunningProcess: Sendable {
    /// A stream that a process writes.
    public enum Stream: Sendable {
        /// Standard output.
        case output
        /// Standard error.
        case errors
    }

    /// The executable and its arguments.
    public let command: [String]
    private let child: Child
    private let output: OutputCapture
    private let errors: OutputCapture
    private let input: InputWriter?
    private let kept: ScratchDirectory?

    /// Starts a process, in a session of its own and without a terminal.
    ///
    /// - Parameters:
    ///   - executable: The executable's absolute path.
    ///   - arguments: The arguments after its name.
    ///   - environment: All of its environment.
    ///   - directory: The directory that it begins in; `nil` for that of the tests.
    ///   - input: Its standard input.
    ///   - kept: A directory that is to last as long as the process.
    /// - Throws: ``TestFailure`` when the system cannot start it.
    public init(
        _ executable: String, _ arguments: [String], environment: [String: String], directory: String? = nil,
        input: ProcessInput = .nothing, keeping kept: ScratchDirectory? = nil
    ) throws {
        command = [executable] + arguments
        self.kept = kept
        let (outputRead, outputWrite) = try Spawn.pipe()
        let (errorsRead, errorsWrite) = try Spawn.pipe()
        let source: Descriptor?
        let sink: Descriptor?
        switch input {
        case .nothing: (source, sink) = (try Descriptor.open("/dev/null", O_RDONLY), nil)
        case .closed: (source, sink) = (nil, nil)
        case .bytes, .pipe: (source, sink) = try Spawn.pipe()
        }
        child = try Child(
            Spawn(
                executable: executable, arguments: arguments, environment: environment, directory: directory,
                descriptors: [source, outputWrite, errorsWrite]))
        for end in [source, outputWrite, errorsWrite] { end?.close() }
        output = OutputCapture(reading: outputRead)
        errors = OutputCapture(reading: errorsRead)
        self.input = sink.map { InputWriter(to: $0) }
        if case .bytes(let bytes) = input {
            write(bytes)
            closeInput()
        }
    }

    deinit { child.killGroup() }

    /// The number of the process.
    public var pid: Int32 { child.pid }
    /// How the process ended; `nil` while it runs.
    public var exit: ProcessExit? { child.exit.value }
    /// What it has written so far to standard output, what is not UTF-8 replaced.
    public var outputSoFar: String { output.text }
    /// What it has written so far to standard error, what is not UTF-8 replaced.
    public var errorsSoFar: String { errors.text }

    /// Writes to standard input, after all that was written before, without waiting for the process to read it.
    public func write(_ bytes: some Sequence<UInt8>) { input?.write(Array(bytes)) }
    /// Writes text to standard input as ``write(_:)-(Sequence<UInt8>)`` does.
    public func write(_ text: String) { write(text.utf8) }
    /// Ends standard input after all that was written before.
    public func closeInput() { input?.close() }

    /// Sends a signal, unless the process has ended.
    public func send(signal: Int32) { child.send(signal) }

    /// Ends the process and its children at once.
    public func kill() { child.killGroup() }

    /// Waits for a whole line that contains a text, looking at all that was written from the start.
    ///
    /// - Parameters:
    ///   - text: What the line contains.
    ///   - stream: Which stream to look at.
    ///   - occurrence: Which of such lines to wait for, from 1.
    ///   - limit: How long to wait.
    /// - Returns: The line, without its end.
    /// - Throws: ``TestFailure`` with all that was written when the line did not come in time or cannot come any more.
    @discardableResult
    public func waitForLine(
        containing text: String, on stream: Stream = .output, occurrence: Int = 1,
        within limit: Duration = Deadline.standard
    ) async throws -> String {
        try await waitForLine("containing '\(text)'", on: stream, occurrence: occurrence, within: limit) {
            $0.contains(text)
        }
    }

    /// Waits for a whole line that is as wanted, looking at all that was written from the start.
    ///
    /// - Parameters:
    ///   - what: Which line that is, for the failure.
    ///   - stream: Which stream to look at.
    ///   - occurrence: Which of such lines to wait for, from 1.
    ///   - limit: How long to wait.
    ///   - isWanted: Whether a line is as wanted.
    /// - Returns: The line, without its end.
    /// - Throws: ``TestFailure`` with all that was written when the line did not come in time or cannot come any more.
    @discardableResult
    public func waitForLine(
        _ what: String, on stream: Stream = .output, occurrence: Int = 1, within limit: Duration = Deadline.standard,
        where isWanted: @Sendable (String) -> Bool
    ) async throws -> String {
        let capture = stream == .output ? output : errors
        guard let line = await capture.line(occurrence: occurrence, within: limit, where: isWanted) else {
            throw failure("no line \(what) on its \(stream) within \(limit)")
        }
        return line
    }

    /// Waits until the process has ended and nothing is left of its output; kills it when that is not in time.
    ///
    /// - Parameter limit: How long to wait.
    /// - Returns: The process with all it wrote.
    /// - Throws: ``TestFailure`` with what it wrote so far when it did not end in time.
    @discardableResult
    public func waitForExit(within limit: Duration = Deadline.standard) async throws -> FinishedProcess {
        guard await child.exit.wait(within: limit, until: { $0 != nil }), let exit else {
            let failure = failure("did not end within \(limit)")
            kill()
            throw failure
        }
        for capture in [output, errors] {
            guard await capture.state.wait(within: limit, until: { $0.isAtEnd }) else {
                throw failure("\(exit), but a child of it keeps its output open")
            }
        }
        return FinishedProcess(
            command: command, exit: exit, standardOutput: output.bytes, standardError: errors.bytes)
    }

    private func failure(_ what: String) -> TestFailure {
        let state = exit.map { "\($0)" } ?? "running"
        return TestFailure(
            Self.report(command, "\(what) (\(state))", output: output.text, errors: errors.text))
    }

    static func report(_ command: [String], _ what: String, output: String, errors: String) -> String {
        """
        \(command.joined(separator: " ")): \(what)
        -- standard output --
        \(output)
        -- standard error --
        \(errors)
        """
    }
}
