internal import NIOCore
internal import Synchronization

/// The channels of an attempt to connect, of which there is one for each address of a host, so that it can be given up.
final class ConnectionAttempt: Sendable {
    private let state = Mutex((isCancelled: false, channels: [any Channel]()))

    /// Notes a channel; one that comes after the end is closed.
    func add(_ channel: any Channel) {
        let isCancelled = state.withLock { state in
            state.channels.append(channel)
            return state.isCancelled
        }
        if isCancelled { channel.close(promise: nil) }
    }

    /// Closes what there is and what comes.
    func cancel() {
        let channels = state.withLock { state in
            state.isCancelled = true
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }
}
