public import ChatroomCore
public import ChatroomSystem
internal import Synchronization

/// Sends messages that are kept on disk until they are sent, and what was kept before.
public struct QueuedSend: Sendable {
    /// What happens on the way.
    public enum Notice: Sendable {
        /// What becomes of the connection.
        case line(LineStatus)
        /// What became of a message; the flag says whether it had been queued before.
        case settled(OutgoingMessage, QueueSender.Outcome, wasQueued: Bool)
    }

    /// How it ended.
    public enum End: Sendable {
        /// All are stored or refused.
        case settled
        /// Some are kept on disk, for this reason.
        case kept([OutgoingMessage], ChatError)
    }

    private let client: ChatClient
    private let queue: OutboxQueue
    private let patience: Duration

    /// Finds the queue.
    ///
    /// - Parameters:
    ///   - identity: The profile, the server and the user.
    ///   - client: The way to the server.
    ///   - environment: The environment.
    ///   - patience: How long to try without getting any further.
    /// - Throws: `ChatError` with code `configuration` when there is no place for a queue.
    public init(
        _ identity: String, _ client: ChatClient, environment: Environment, patience: Duration
    ) throws(ChatError) {
        self.client = client
        self.patience = patience
        queue = try OutboxQueue(for: identity, environment: environment)
    }

    /// Whether anything waits.
    public var isThere: Bool { queue.isThere }

    /// Sends messages, or keeps them.
    ///
    /// - Parameters:
    ///   - messages: The messages.
    ///   - tell: Told what becomes of them, and of those that waited.
    /// - Returns: What is kept.
    /// - Throws: `ChatError` when they are neither stored nor kept; `interrupted` when the task was cancelled.
    public func run(_ messages: [OutgoingMessage], tell: @escaping @Sendable (Notice) async throws -> Void) async throws -> End
    {
        let sender = QueueSender(queue, own: messages)
        let unkept = try await sender.keep()
        let open = Mutex(Dictionary(messages.map { ($0.id, $0) }) { one, _ in one })
        do {
            try await send(with: sender) { notice in
                guard case .settled(let message, let outcome, _) = notice else { return try await tell(notice) }
                let isOwn = open.withLock { $0.removeValue(forKey: message.id) } != nil
                try await tell(.settled(message, outcome, wasQueued: !isOwn))
            }
        } catch {
            let left = open.withLock { open in messages.filter { open[$0.id] != nil } }
            guard let reason = Task.isCancelled ? Self.interrupted : Self.reasonToWait(error) else {
                // What fails must not be sent later.
                try await sender.withdraw(Set(left.map(\.id)))
                throw error
            }
            if let unkept {
                throw ChatError(
                    unkept.code, "\(unkept.message), and \(reason.message); nothing is queued", hint: unkept.hint)
            }
            guard reason.code != .interrupted else { throw Self.interrupted }
            return .kept(left, reason)
        }
        return .settled
    }

    /// Sends what was kept.
    ///
    /// - Parameter tell: Told what becomes of each message.
    /// - Throws: `ChatError` when the server cannot be reached.
    public func flush(tell: @escaping @Sendable (Notice) async throws -> Void) async throws {
        do {
            try await send(with: QueueSender(queue), tell)
        } catch {
            guard let reason = Self.reasonToWait(error), reason.code != .interrupted else { throw error }
            throw ChatError(
                reason.code, "\(reason.message); what is queued waits", hint: reason.hint, retryAfter: reason.retryAfter
            )
        }
    }

    /// Sends what was kept before something else is sent.
    ///
    /// - Parameters:
    ///   - mustSend: Whether a server that cannot be reached is an error.
    ///   - tell: Told what becomes of each message.
    /// - Returns: Why what is queued waits on, if it does.
    /// - Throws: `ChatError` when what is to be sent next could not be sent either.
    public func before(mustSend: Bool, tell: @escaping @Sendable (Notice) async throws -> Void) async throws -> String? {
        do {
            try await send(with: QueueSender(queue), tell)
            return nil
        } catch let error as ChatError where mustSend && !Self.reasonsToGoOn.contains(error.code) {
            throw error
        } catch {
            return (Self.reasonToWait(error) ?? (error as? ChatError))?.message ?? "\(error)"
        }
    }

    private static let interrupted = ChatError(.interrupted, "interrupted; what was not sent is queued")

    /// What stands in the way of the queue alone.
    private static let reasonsToGoOn: [ChatError.Code] = [.busy, .fileAccess, .configuration]

    private func send(
        with sender: QueueSender, _ tell: @escaping @Sendable (Notice) async throws -> Void
    ) async throws {
        try await sender.run(
            over: client, patience: patience, onStatus: { try await tell(.line($0)) },
            report: { try await tell(.settled($0, $1, wasQueued: true)) })
    }

    /// Why messages that were not sent may wait; `nil` when what happened will happen again.
    private static func reasonToWait(_ error: any Error) -> ChatError? {
        switch error {
        case let error as QueueSender.Postponed: error.reason
        case let error as SendPipeline.Unsettled: error.reason
        case is CancellationError: interrupted
        case let error as ChatError where error.isForNow || [.fileAccess, .interrupted].contains(error.code): error
        default: nil
        }
    }
}
