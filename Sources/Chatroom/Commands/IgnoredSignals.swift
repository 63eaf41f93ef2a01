internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// The signals by which other servers are told to read their settings again, and which would end this one at once.
///
/// There is nothing to reload, so each is a line of the log. That holds for a terminal that is closed, too: only SIGTERM,
/// SIGINT and what cannot be ignored end the server.
struct IgnoredSignals: Service {
    let logger: Logger

    /// SIGHUP, SIGUSR1 and SIGUSR2.
    static let numbers = [SIGHUP, SIGUSR1, SIGUSR2]

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup, .sigusr1, .sigusr2)
        for await signal in signals.cancelOnGracefulShutdown() {
            logger.notice("a signal is ignored, there is nothing to reload", metadata: ["signal": "\(signal)"])
        }
    }
}
