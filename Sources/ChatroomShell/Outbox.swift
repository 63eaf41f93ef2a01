internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem

/// What was typed and is not stored yet: kept on disk, sent in order, again after a lost connection and by the next
/// shell if this one is killed, always under the same ids.
///
/// It runs on a thread of its own because disks take their time.
actor Outbox {
    /// What became of one message.
    typealias Outcome = SendPipeline.Outcome

    /// The longest wait before what is left is sent, whatever the server asks for.
    private static let longestPause: Duration = .seconds(30)

    private let thread = ThreadExecutor()
    private let identity: String
    private var file: OutboxFile?
    /// What `send --queue` keeps for the same user.
    private var queue: OutboxQueue?
    private var waiting: [OutgoingMessage] = []
    /// What waits and is on no disk.
    private var unkept: Set<MessageID> = []
    /// What was typed while there was no connection, so that nobody waits for the server's answer.
    private var patient: Set<MessageID> = []
    private var isSending = false
    /// How long to wait before what is left is sent.
    private var pause = Duration.zero
    /// Why, where a server asked for it.
    private var postponed: ChatError?
    private var additions: AsyncStream<Void>.Continuation?
    private var settlements: [MessageID: AsyncStream<Outcome>.Continuation] = [:]

    /// The outbox's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Makes an outbox that keeps nothing on disk until it is told to by ``open(_:)``.
    ///
    /// - Parameter identity: The profile, the server and the user that it is for.
    init(for identity: String) { self.identity = identity }

    /// Keeps what is added on disk from here on.
    ///
    /// - Parameter environment: The environment.
    /// - Returns: The messages that were left behind by shells that were killed; they are sent first.
    /// - Throws: `ChatError` with code `configuration` or `file-access`.
    func open(_ environment: Environment) throws(ChatError) -> [OutgoingMessage] {
        var file = try OutboxFile.make(for: identity, environment: environment)
        let left = try file.adopt(for: identity)
        self.file = consume file
        queue = try? OutboxQueue(for: identity, environment: environment)
        waiting = left + waiting
        patient.formUnion(left.map(\.id))
        additions?.yield()
        return left
    }

    /// How many messages wait.
    var count: Int { waiting.count }

    /// Adds a message; when it returns it is on the disk.
    ///
    /// - Parameter message: The message.
    /// - Throws: `ChatError` with code `file-access` when the disk does not take it; it is sent all the same if the
    ///   shell lives long enough.
    func add(_ message: OutgoingMessage) throws(ChatError) {
        waiting.append(message)
        if !isSending { patient.insert(message.id) }
        unkept.insert(message.id)
        additions?.yield()
        try keep([message])
    }

    /// Adds a message and waits for what becomes of it; for as long as that takes, or until the task is cancelled.
    func deliver(_ message: OutgoingMessage) async throws -> Receipt {
        let outcomes = AsyncStream<Outcome> { settlements[message.id] = $0 }
        try add(message)
        for await outcome in outcomes { return try outcome.get() }
        throw CancellationError()
    }

    /// Sends what waits, and what is added, over a connection, until the connection ends or the task is cancelled.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - report: Told what became of each message.
    ///   - onTrouble: Told why nothing can be stored for the moment.
    func send(
        over connection: ChatConnection, report: @Sendable (OutgoingMessage, Outcome) async -> Void,
        onTrouble: @Sendable (ChatError) async -> Void
    ) async {
        isSending = true
        defer { isSending = false }
        takeQueued()
        let additions = AsyncStream<Void>(bufferingPolicy: .bufferingNewest(1)) { self.additions = $0 }
        self.additions?.yield()
        let settle: @Sendable (OutgoingMessage, Outcome) async -> Void = { message, outcome in
            if await self.settle(message, outcome) { await report(message, outcome) }
        }
        for await _ in additions {
            while !waiting.isEmpty, !Task.isCancelled {
                pause = .zero
                var batch = waiting.prefix(SendPipeline.window)
                do {
                    try await SendPipeline.deliver(&batch, on: connection, report: settle)
                } catch let error as ChatError where error.code == .storage {
                    // The connection is well, the server's disk is not; the same ids again in a while.
                    await onTrouble(error)
                    pause = .seconds(5)
                } catch {
                    // Whatever it was, what is left is sent over the next connection.
                    return connection.close((error as? ChatError) ?? ChatError(.unreachable, "\(error)"))
                }
                if let reason = postponed {
                    postponed = nil
                    await onTrouble(reason)
                }
                if pause > .zero { try? await ContinuousClock().sleep(for: pause) }
            }
        }
    }

    /// Lets go of the file, which stays if anything waits in it.
    ///
    /// - Returns: How many messages it keeps for the next shell, and those that no disk took, which are lost.
    func close() -> (kept: Int, lost: [OutgoingMessage]) {
        try? keep(waiting.filter { unkept.contains($0.id) })
        let lost = waiting.filter { unkept.contains($0.id) }
        file?.remove()
        file = nil
        return (waiting.count - lost.count, lost)
    }

    /// Takes over what `send --queue` keeps, unless another process is sending it or no disk takes it here.
    private func takeQueued() {
        guard file != nil, let queue, queue.isThere else { return }
        do {
            guard let turn = try queue.turn() else { return }
            let left = try queue.waiting()
            try file?.append(left)
            waiting += left
            patient.formUnion(left.map(\.id))
            try queue.settle(Set(left.map(\.id)))
            withExtendedLifetime(turn) {}
        } catch {
            // It stays where it is, for the next `send`.
        }
    }

    private func keep(_ messages: [OutgoingMessage]) throws(ChatError) {
        guard file != nil else { return }
        try file?.append(messages)
        unkept.subtract(messages.map(\.id))
    }

    /// Notes what became of a message.
    ///
    /// - Returns: Whether that is final; one that nobody waits for is sent again when the server says when.
    private func settle(_ message: OutgoingMessage, _ outcome: Outcome) -> Bool {
        if case .failure(let error) = outcome, patient.contains(message.id), let wait = error.retryAfter {
            pause = max(pause, min(wait, Self.longestPause))
            // A short pause, as slow mode makes, is nobody's concern.
            if wait > .seconds(5) { postponed = error }
            return false
        }
        waiting.removeAll { $0.id == message.id }
        patient.remove(message.id)
        unkept.remove(message.id)
        if case .failure = outcome {
            // A disk that does not take this one line is a reason to worry, not to stop.
            try? file?.strike(message.id)
        }
        if waiting.isEmpty { file?.clear() }
        let settlement = settlements.removeValue(forKey: message.id)
        settlement?.yield(outcome)
        settlement?.finish()
        return true
    }
}
