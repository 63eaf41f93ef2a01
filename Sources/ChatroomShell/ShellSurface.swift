/// What a shell gets from whoever uses it.
enum ShellInput: Sendable, Equatable {
    /// A line, or several that were typed or pasted as one.
    case line(String)
    /// A key was pressed that stands for a command.
    case key(String)
    /// There is no more.
    case end
    /// A signal ended it.
    case terminated
}

/// Where a shell reads lines and shows what happens: a person's terminal, or the descriptors of a script.
protocol ShellSurface: Sendable {
    /// Whether a person sees what happens as it happens.
    var isInteractive: Bool { get }

    /// The next line, as soon as there is one.
    func next() async throws -> ShellInput
    /// Shows whole lines, safe for a terminal already.
    func print(_ bytes: [UInt8]) async throws
    /// Shows the rows of a message, in place of the last ones if those are about the same message and still the last.
    ///
    /// - Returns: Whether they took the place of others.
    func show(_ rows: ShellView.Rows) async throws -> Bool
    /// Sends a terminal what shows no text: a bell, a notification.
    func signal(_ bytes: [UInt8]) async
    /// Sets the terminal's title, where it has one.
    func setTitle(_ title: String) async
    /// Clears the screen.
    func clear() async
    /// Shows whole lines as soon as may be, without waiting; for what is short.
    func post(_ bytes: [UInt8])
    /// Says where what is typed goes.
    func setPrompt(_ prompt: String) async
    /// Runs a body that is cancelled by Ctrl-C.
    func interruptible(_ body: @escaping @Sendable () async throws -> Void) async throws
    /// Takes back lines that were typed and not asked for yet.
    func withdraw() async -> [String]
    /// Ends the use of it; what was typed and not taken is kept for the next time.
    func close() async
    /// Lends the terminal to a body, which may run other programs on it.
    func lend<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result
}
