internal import ChatroomClient
internal import ChatroomCore

/// What was typed and is not stored yet: kept on disk, sent in order, again after a lost connection and by the next
/// shell if this one is killed, always under the same ids.
///
/// It runs on a thread of its own because disks take their time.
actor Outbox {
    /// What became of one message.
    typealias Outcome = SendPipeline.Outcome

    private let thread = ThreadExecutor()
    private let identity: String
    private var file: OutboxFile?
    private var waiting: [OutgoingMessage] = []
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
        waiting = left + waiting
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
        additions?.yield()
        try file?.append([message])
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
        let additions = AsyncStream<Void>(bufferingPolicy: .bufferingNewest(1)) { self.additions = $0 }
        self.additions?.yield()
        let settle: @Sendable (OutgoingMessage, Outcome) async -> Void = { message, outcome in
            await self.settle(message, outcome)
            await report(message, outcome)
        }
        for await _ in additions {
            while !waiting.isEmpty, !Task.isCancelled {
                var batch = waiting.prefix(SendPipeline.window)
                do {
                    try await SendPipeline.deliver(&batch, on: connection, report: settle)
                } catch let error as ChatError where error.code == .storage {
                    // The connection is well, the server's disk is not; the same ids again in a while.
                    await onTrouble(error)
                    try? await ContinuousClock().sleep(for: .seconds(5))
                } catch {
                    // Whatever it was, what is left is sent over the next connection.
                    return connection.close((error as? ChatError) ?? ChatError(.unreachable, "\(error)"))
                }
            }
        }
    }

    /// Lets go of the file, which stays if anything waits in it.
    func close() {
        file?.remove()
        file = nil
    }

    private func settle(_ message: OutgoingMessage, _ outcome: Outcome) {
        waiting.removeAll { $0.id == message.id }
        if case .failure = outcome {
            // A disk that does not take this one line is a reason to worry, not to stop.
            try? file?.strike(message.id)
        }
        if waiting.isEmpty { file?.clear() }
        let settlement = settlements.removeValue(forKey: message.id)
        settlement?.yield(outcome)
        settlement?.finish()
    }
}
