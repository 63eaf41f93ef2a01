internal import ChatroomSystem
internal import Glibc
internal import UnixSignals

/// The signals that a command which is run for a room shares with us.
public struct RunSignals: Sendable {
    /// Begins to catch SIGINT, SIGTERM, and SIGHUP unless it is ignored, for as long as the sequence lives.
    let trap: @Sendable () async -> any AsyncSequence<UnixSignal, Never> & Sendable
    /// Whether Ctrl-C on the terminal reaches the command by itself, as it does all that runs in the foreground.
    let isForeground: @Sendable () -> Bool

    /// Those of this process.
    public static let ofProcess = RunSignals(
        trap: {
            // Whoever had it ignored, as nohup(1) does, wants the command to outlive the terminal.
            isIgnored(SIGHUP)
                ? await UnixSignalsSequence(trapping: .sigint, .sigterm)
                : await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        },
        isForeground: {
            guard let terminal = Descriptor("/dev/tty", O_RDONLY | O_NOCTTY) else { return false }
            return tcgetpgrp(terminal.number) == getpgrp()
        })

    /// Whether this process ignores a signal.
    public static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        // SIG_IGN is no function but the number 1, and functions cannot be compared otherwise.
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    /// Whether the command has to be given a signal, because it did not get it without us.
    func isForwarded(_ signal: UnixSignal) -> Bool { signal != .sigint || !isForeground() }
}
