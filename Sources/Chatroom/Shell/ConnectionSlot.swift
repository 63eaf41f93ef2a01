internal import ChatroomClient
internal import ChatroomCore
internal import Synchronization

/// The connection that there is at the moment, if there is one.
final class ConnectionSlot: Sendable {
    private let connection = Mutex<ChatConnection?>(nil)

    /// Puts a connection in, or takes it out.
    func set(_ connection: ChatConnection?) { self.connection.withLock { $0 = connection } }

    /// Whether there is a connection.
    var isFilled: Bool { connection.withLock { $0 != nil } }

    /// The connection.
    ///
    /// - Throws: `ChatError` with code `unreachable` when there is none.
    func get() throws(ChatError) -> ChatConnection {
        guard let connection = connection.withLock({ $0 }) else {
            throw ChatError(.unreachable, "offline", hint: "What you type is kept and sent on return.")
        }
        return connection
    }
}
