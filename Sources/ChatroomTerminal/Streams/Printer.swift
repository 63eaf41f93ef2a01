internal import ChatroomCore
internal import ChatroomSystem

/// Standard output, or the pager before it: whole writes, in order, each out of the program when the call returns.
///
/// It runs on a thread of its own because a reader may take its time. It buffers nothing: render a page of messages
/// into one buffer and write that, or a live message by itself.
public actor Printer {
    /// Shows what is printed inside of the program.
    public typealias Sink = @Sendable ([UInt8]) async throws -> Void

    private let output: OutputDescriptor
    private let pager: Pager?
    private let sink: Sink?
    /// Whether a person sees what is printed: on a terminal, through a pager, or at the prompt of a shell.
    public nonisolated let isSeen: Bool
    private let thread = ThreadExecutor()

    /// The printer's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Prints to a descriptor.
    public init(_ output: OutputDescriptor = .standardOutput) {
        (self.output, pager, sink, isSeen) = (output, nil, nil, output.isTerminal)
    }

    /// Prints to whoever shows it.
    ///
    /// - Parameters:
    ///   - isSeen: Whether a person sees it, rather than a program.
    ///   - sink: Shows it.
    public init(isSeen: Bool, _ sink: @escaping Sink) {
        (output, pager, self.sink, self.isSeen) = (.standardOutput, nil, sink, isSeen)
    }

    /// Prints to a pager.
    public init(_ pager: Pager) {
        (output, self.pager, sink, isSeen) = (pager.input, pager, nil, true)
    }

    /// The width of the terminal on which a person sees it; `nil` when nobody does, or nobody knows.
    public nonisolated var columns: Int? {
        guard isSeen else { return nil }
        return pager == nil ? output.columns : OutputDescriptor.standardOutput.columns
    }

    /// Writes all bytes; waits for as long as the reader takes.
    ///
    /// - Parameter bytes: What to print.
    /// - Throws: ``OutputEnd/closed`` when nobody reads any more, `ChatError` with code `file-access` when writing
    ///   failed.
    public func write(_ bytes: [UInt8]) async throws {
        if let sink { try await sink(bytes) } else { try output.write(bytes) }
    }

    /// Writes a text and a line feed.
    ///
    /// - Parameter text: What to print; safe for a terminal already, see ``TerminalText``.
    /// - Throws: What ``write(_:)`` throws.
    public func line(_ text: String) async throws {
        try await lines(Array("\(text)\n".utf8))
    }

    /// Writes whole lines; on a terminal, what does not fit a row stands behind a margin, see ``LineWrap``.
    ///
    /// - Parameters:
    ///   - bytes: What to print; safe for a terminal already.
    ///   - isJSON: Whether programs read it, so that nothing is wrapped.
    /// - Throws: What ``write(_:)`` throws.
    public func lines(_ bytes: [UInt8], isJSON: Bool = false) async throws {
        // Whoever shows it inside of the program wraps it.
        if sink == nil, !isJSON, output.isTerminal, let columns = output.columns {
            try await write(LineWrap.wrapped(bytes, columns: columns))
        } else {
            try await write(bytes)
        }
    }

    /// Writes a path and a line feed: what a terminal must not be sent is escaped, and what is not UTF-8 is shown to a
    /// person and kept for a program.
    ///
    /// - Parameter path: The path.
    /// - Throws: What ``write(_:)`` throws.
    public func path(_ path: String) async throws {
        let text = TerminalText.line(isSeen ? RawText.shown(path) : path)
        try await write(RawText.bytes(of: text) + [UInt8(ascii: "\n")])
    }

    /// Tells the pager that there is no more, and waits until the reader leaves it; without a pager, does nothing.
    public func finish() {
        pager?.waitForEnd()
    }
}
