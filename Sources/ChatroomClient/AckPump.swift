internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import Synchronization

/// Moves a marker of the user on the server, one request at a time, always to the newest position.
///
/// Whoever prints messages does not wait for acknowledgements, and a burst of messages costs a few of them, not one
/// each.
final class AckPump: Sendable {
    private struct State {
        var wanted: Message.Seq = 0
        var sent: Message.Seq = 0
        var isUnderWay = false
        var failure: ChatError?
        var settled: [EventLoopPromise<Void>] = []
    }

    private let connection: ChatConnection
    private let conversation: Conversation.ID
    private let cursor: Cursor.Name
    private let state = Mutex(State())

    init(connection: ChatConnection, conversation: Conversation.ID, cursor: Cursor.Name) {
        self.connection = connection
        self.conversation = conversation
        self.cursor = cursor
    }

    /// Notes that everything up to a message has been dealt with.
    ///
    /// - Throws: ``ChatError`` when an earlier position was refused.
    func note(_ seq: Message.Seq) throws(ChatError) {
        let failure = state.withLock { state in
            state.wanted = seq
            return state.failure
        }
        if let failure { throw failure }
        advance()
    }

    /// Waits until the newest position is acknowledged.
    ///
    /// - Throws: ``ChatError`` when it was refused.
    func settle(on loop: any EventLoop) async throws {
        let promise = loop.makePromise(of: Void.self)
        state.withLock { $0.settled.append(promise) }
        advance()
        try await promise.futureResult.get()
    }

    /// Sends the newest position unless one is under way; tells those who wait when there is nothing left to send.
    private func advance() {
        let next: Message.Seq? = state.withLock { state in
            guard !state.isUnderWay, state.failure == nil, state.wanted > state.sent else { return nil }
            state.isUnderWay = true
            state.sent = state.wanted
            return state.wanted
        }
        guard let next else {
            release()
            return
        }
        let reply = connection.start(Ack(conversation: conversation, cursor: cursor, seq: next))
        connection.flush()
        reply.whenComplete { result in
            self.state.withLock { state in
                state.isUnderWay = false
                if case .failure(let error) = result { state.failure = ChatError(reply: error) }
            }
            self.advance()
        }
    }

    private func release() {
        let (waiting, failure) = state.withLock { state -> ([EventLoopPromise<Void>], ChatError?) in
            guard !state.isUnderWay else { return ([], nil) }
            defer { state.settled = [] }
            return (state.settled, state.failure)
        }
        for promise in waiting {
            if let failure { promise.fail(failure) } else { promise.succeed() }
        }
    }
}
