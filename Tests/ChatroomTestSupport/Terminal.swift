internal import Synchronization

/// A program on a terminal of its own, with a test at the keyboard.
///
/// Wait for the prompt before typing: what a program has not asked for yet may be lost when it changes the terminal's
/// modes. The program ends with the last reference to the terminal.
public final class Terminal: Sendable {
    /// How many characters a terminal shows.
    public struct Size: Sendable, Hashable {
        /// Lines.
        public let rows: Int
        /// Characters in a line.
        public let columns: Int

        /// Makes a size.
        public init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

        /// 24 lines of 80 characters.
        public static let standard = Size(rows: 24, columns: 80)
    }

    /// A key that is not a character.
    public enum Key: String, Sendable {
        /// Return.
        case enter = "\r"
        /// Tab.
        case tab = "\t"
        /// Escape, and what Alt puts before a key.
        case escape = "\u{1B}"
        /// Backspace.
        case backspace = "\u{7F}"
        /// Ctrl-C.
        case controlC = "\u{03}"
        /// Ctrl-D.
        case controlD = "\u{04}"
        /// Ctrl-R.
        case controlR = "\u{12}"
        /// Ctrl-U.
        case controlU = "\u{15}"
        /// Ctrl-Z.
        case controlZ = "\u{1A}"
        /// Ctrl-\.
        case controlBackslash = "\u{1C}"
        /// Cursor up.
        case up = "\u{1B}[A"
        /// Cursor down.
        case down = "\u{1B}[B"
    }

    /// The executable and its arguments.
    public let command: [String]
    /// The terminal's settings before the program began; ``modes()`` may be too late to see them.
    public let initialModes: TerminalModes
    private let device: TerminalDevice
    private let leader: TerminalLeader
    let capture: OutputCapture
    let replay: Mutex<ScreenReplay>
    private let keyboard: InputWriter
    private let seen = Watched(0)
    private let kept: ScratchDirectory?

    /// Starts a program on a terminal.
    ///
    /// - Parameters:
    ///   - executable: The executable's absolute path.
    ///   - arguments: The arguments after its name.
    ///   - environment: All of its environment; `TERM` is `xterm-256color` if it has none.
    ///   - directory: The directory that it begins in; `nil` for that of the tests.
    ///   - size: The terminal's size.
    ///   - kept: A directory that is to last as long as the terminal.
    /// - Throws: ``TestFailure`` when the system cannot start it.
    public init(
        _ executable: String, _ arguments: [String], environment: [String: String], directory: String? = nil,
        size: Size = .standard, keeping kept: ScratchDirectory? = nil
    ) throws {
        command = [executable] + arguments
        self.kept = kept
        device = try TerminalDevice(size: size)
        replay = Mutex(ScreenReplay(size: size))
        initialModes = try TerminalModes(of: device.descriptor)
        let variables = ["TERM": "xterm-256color"].merging(environment) { $1 }
        leader = try TerminalLeader(
            Spawn(
                executable: executable, arguments: arguments, environment: variables, directory: directory,
                descriptors: []),
            on: device.path)
        capture = OutputCapture(reading: device.descriptor, without: TerminalLeader.mark)
        keyboard = InputWriter(to: device.descriptor)
    }

    /// The program's number; `nil` before it begins and after its end.
    public var pid: Int32? { leader.pid }
    /// Every byte that came to the screen.
    public var bytes: [UInt8] { capture.bytes }
    /// All that came to the screen as text, with its control sequences, what is not UTF-8 replaced.
    public var text: String { capture.text }

    /// The terminal's settings at this moment; they outlive the program.
    ///
    /// - Throws: ``TestFailure`` when the system refuses.
    public func modes() throws -> TerminalModes { try TerminalModes(of: device.descriptor) }

    /// Types a text as it is.
    public func type(_ text: String) { keyboard.write(Array(text.utf8)) }
    /// Presses a key.
    public func press(_ key: Key) { type(key.rawValue) }
    /// Types a line, and Return.
    public func enter(_ line: String) { type(line + Key.enter.rawValue) }

    /// Sends the program a signal.
    public func send(signal: Int32) { leader.send(signal) }

    /// Changes the terminal's size; the program gets SIGWINCH.
    ///
    /// - Parameter size: The size that it shall have.
    /// - Throws: ``TestFailure`` when the system refuses.
    public func resize(_ size: Size) throws {
        // Counted first, as the program may write as soon as it learns of the size.
        let byteCount = capture.state.read { $0.bytes.count }
        try device.resize(size)
        replay.withLock { $0.resize(size, after: byteCount) }
    }

    /// Waits until a text is on the screen, looking at what came after the text that was last waited for.
    ///
    /// - Parameters:
    ///   - text: The text, as the program writes it; a line ends with `\r\n`.
    ///   - limit: How long to wait.
    /// - Returns: All that came since the text that was last waited for, up to and including this one.
    /// - Throws: ``TestFailure`` with all that came so far when the text did not come in time.
    @discardableResult
    public func waitFor(_ text: String, within limit: Duration = Deadline.standard) async throws -> String {
        let wanted = Array(text.utf8)
        let start = seen.value
        let find: @Sendable ([UInt8]) -> Int? = { bytes in
            guard bytes.count - start >= wanted.count else { return nil }
            return (start...bytes.count - wanted.count).first { bytes[$0...].starts(with: wanted) }
        }
        _ = await capture.state.wait(within: limit) { find($0.bytes) != nil || $0.isAtEnd }
        let bytes = capture.bytes
        guard let place = find(bytes) else { throw failure("no '\(text)' within \(limit)") }
        // So that it can be sent a signal: what it wrote may have been read before its number.
        try await waitForStart()
        let end = place + wanted.count
        seen.update { $0 = end }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Waits until the program runs, so that it can be sent a signal.
    ///
    /// - Throws: ``TestFailure`` when it did not begin in time.
    public func waitForStart() async throws {
        guard await leader.progress.wait(within: Deadline.standard, until: { $0 != .starting }) else {
            throw failure("did not start")
        }
    }

    /// Waits until the program is stopped, by Ctrl-Z or a signal, and all that it wrote is on the screen.
    ///
    /// - Throws: ``TestFailure`` when it was not stopped in time.
    public func waitForStop() async throws {
        let isStopped = await leader.progress.wait(within: Deadline.standard) { progress in
            if case .stopped = progress { true } else { false }
        }
        guard isStopped else { throw failure("was not stopped") }
        try await waitForOutput(within: Deadline.standard)
    }

    /// Lets a stopped program go on in the foreground, as `fg` does.
    public func resume() { leader.resume() }

    /// Waits until the program has ended and all that it wrote is on the screen; kills it when that is not in time.
    ///
    /// What a child of it writes that outlives it may come later.
    ///
    /// - Parameter limit: How long to wait.
    /// - Returns: Its exit status as a shell sees it: 128 and the signal's number if it was killed.
    /// - Throws: ``TestFailure`` with all that came to the screen when it did not end in time.
    @discardableResult
    public func waitForExit(within limit: Duration = Deadline.standard) async throws -> Int32 {
        _ = await leader.progress.wait(within: limit) { progress in
            if case .ended = progress { true } else { false }
        }
        guard case .ended(let status) = leader.progress.value else {
            let failure = failure("did not end within \(limit)")
            leader.send(9)
            throw failure
        }
        try await waitForOutput(within: limit)
        return status
    }

    private func waitForOutput(within limit: Duration) async throws {
        guard await leader.waitForOutput(in: capture, within: limit) else {
            throw failure("its last output did not come within \(limit)")
        }
    }

    private func failure(_ what: String) -> TestFailure {
        TestFailure("\(command.joined(separator: " ")): \(what) (\(leader.progress.value))\n-- screen --\n\(text)")
    }
}
