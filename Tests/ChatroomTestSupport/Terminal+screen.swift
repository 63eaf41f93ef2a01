extension Terminal {
    /// The screen at this moment.
    public var screen: TerminalScreen { replayed().screen }

    /// Waits until the screen is as wanted, looking again whenever the program has written something.
    ///
    /// - Parameters:
    ///   - what: What is waited for, for the failure.
    ///   - limit: How long to wait.
    ///   - isWanted: Whether the screen is as wanted.
    /// - Returns: The screen as it then was.
    /// - Throws: ``TestFailure`` with the screen in a frame when it was not so in time.
    @discardableResult
    public func waitForScreen(
        _ what: String = "such screen", within limit: Duration = Deadline.standard,
        until isWanted: @Sendable (TerminalScreen) -> Bool
    ) async throws -> TerminalScreen {
        let end = ContinuousClock.now + limit * Deadline.patience
        while true {
            let (screen, byteCount) = replayed()
            if isWanted(screen) {
                // So that it can be sent a signal: what it wrote may have been read before its number.
                try await waitForStart()
                return screen
            }
            let left = (end - ContinuousClock.now) / Deadline.patience
            let hasMore = await capture.state.wait(within: max(left, .zero)) { $0.bytes.count > byteCount }
            guard hasMore, left > .zero else {
                throw TestFailure("\(command.joined(separator: " ")): no \(what) within \(limit)\n\(screen)")
            }
        }
    }

    /// The screen after all that came, with the count of bytes that made it.
    private func replayed() -> (screen: TerminalScreen, byteCount: Int) {
        replay.withLock { replay in
            replay.show(capture.state.read { [count = replay.byteCount] in $0.bytes[count...] })
            return (replay.screen, replay.byteCount)
        }
    }
}
