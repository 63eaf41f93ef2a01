internal import ChatroomClient
internal import ChatroomCore
internal import Synchronization

/// The connection that there is at the moment, if there is one.
final class ConnectionSlot: Sendable {
    private struct State {
        var connection: ChatConnection?
        var waiting: [AsyncStream<Void>.Continuation] = []
    }

    private let state = Mutex(State())

    /// Puts a connection in, or takes it out.
    func set(_ connection: ChatConnection?) {
        let waiting = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            state.connection = connection
            guard connection != nil else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.finish() }
    }

    /// Whether there is a connection.
    var isFilled: Bool { state.withLock { $0.connection != nil } }

    /// The connection.
    ///
    /// - Throws: `ChatError` with code `unreachable` when there is none.
    func get() throws(ChatError) -> ChatConnection {
        guard let connection = state.withLock({ $0.connection }) else {
            throw ChatError(.unreachable, "offline", hint: "What you type is kept and sent on return.")
        }
        return connection
    }

    /// The connection, as soon as there is one.
    ///
    /// - Throws: `CancellationError`.
    func wait() async throws -> ChatConnection {
        while true {
            let (connection, change) = state.withLock { state -> (ChatConnection?, AsyncStream<Void>) in
                let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
                if state.connection == nil { state.waiting.append(continuation) }
                return (state.connection, stream)
            }
            if let connection { return connection }
            for await _ in change {}
            try Task.checkCancellation()
        }
    }
}
