internal import Glibc
internal import UnixSignals

/// The signals that a command which is run for a room shares with us.
struct RunSignals: Sendable {
    /// Begins to catch SIGINT and SIGTERM, for as long as the sequence lives.
    let trap: @Sendable () async -> any AsyncSequence<UnixSignal, Never> & Sendable
    /// Whether Ctrl-C on the terminal reaches the command by itself, as it does all that runs in the foreground.
    let isForeground: @Sendable () -> Bool

    /// Those of this process.
    static let ofProcess = RunSignals(
        trap: { await UnixSignalsSequence(trapping: .sigint, .sigterm) },
        isForeground: {
            let terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY)
            guard terminal >= 0 else { return false }
            defer { close(terminal) }
            return tcgetpgrp(terminal) == getpgrp()
        })

    /// Whether the command has to be given a signal, because it did not get it without us.
    func isForwarded(_ signal: UnixSignal) -> Bool { signal != .sigint || !isForeground() }
}
