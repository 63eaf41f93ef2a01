internal import ChatroomClient
internal import ChatroomCore
internal import Synchronization

/// Sends messages that are kept on disk until they are sent, and what was kept before.
struct QueuedSend {
    /// What became of messages that other commands queued.
    private struct Tally {
        var stored = 0
        var refusal: ChatError?
    }

    /// How much of a message that was refused is told.
    private static let told = 60

    private let context: CommandContext
    private let client: ChatClient
    private let queue: OutboxQueue
    private var patience: Duration { context.options.timeout ?? .seconds(60) }

    /// Finds the queue.
    ///
    /// - Parameters:
    ///   - identity: The profile, the server and the user.
    ///   - client: The way to the server.
    ///   - context: The command.
    /// - Throws: `ChatError` with code `configuration` when there is no place for a queue.
    init(_ identity: String, _ client: ChatClient, _ context: CommandContext) throws(ChatError) {
        self.context = context
        self.client = client
        queue = try OutboxQueue(for: identity, environment: context.environment)
    }

    /// `send --queue`: sends messages, or keeps them.
    ///
    /// - Parameters:
    ///   - source: The messages.
    ///   - report: Told what becomes of them.
    /// - Throws: `ChatError` when they are neither stored nor kept.
    func run(
        _ source: any AsyncSequence<[OutgoingMessage], any Error> & Sendable, _ report: SendReport
    ) async throws {
        let messages = try await all(of: source)
        let sender = QueueSender(queue, own: messages)
        let unkept = try await sender.keep()
        let open = Mutex(Dictionary(messages.map { ($0.id, $0) }) { one, _ in one })
        do {
            _ = try await send(with: sender) { message, outcome in
                guard open.withLock({ $0.removeValue(forKey: message.id) }) != nil else { return false }
                try await report.note(message, outcome)
                return true
            }
        } catch {
            let left = open.withLock { open in messages.filter { open[$0.id] != nil } }
            guard let reason = Self.reasonToWait(error) else {
                // What fails must not be sent later.
                try await sender.withdraw(Set(left.map(\.id)))
                throw error
            }
            if let unkept {
                throw ChatError(
                    unkept.code, "\(unkept.message), and \(reason.message); nothing is queued", hint: unkept.hint)
            }
            guard reason.code != .interrupted else {
                throw ChatError(.interrupted, "interrupted; what was not sent is queued")
            }
            return try await report.finish(queued: left, reason)
        }
        try await report.finish()
    }

    /// `send --flush`: sends what was kept.
    static func flush(_ context: CommandContext) async throws {
        let (client, identity) = try await context.queueingClient()
        let sending = try QueuedSend(identity, client, context)
        guard sending.queue.isThere else { return context.diagnostics.aside("nothing is queued") }
        let tally: Tally
        do {
            tally = try await sending.send(with: QueueSender(sending.queue))
        } catch {
            guard let reason = reasonToWait(error), reason.code != .interrupted else { throw error }
            throw ChatError(
                reason.code, "\(reason.message); what is queued waits", hint: reason.hint, retryAfter: reason.retryAfter
            )
        }
        context.diagnostics.aside("sent \(tally.stored) queued \(tally.stored == 1 ? "message" : "messages")")
        // That was told.
        if let refusal = tally.refusal { throw ExitStatus(refusal.code) }
    }

    /// What every other `send` does first.
    ///
    /// - Parameters:
    ///   - identity: The profile, the server and the user.
    ///   - client: The way to the server.
    ///   - context: The command.
    ///   - mustSend: Whether a server that cannot be reached is an error.
    /// - Throws: `ChatError` when what the command is to send could not be sent either.
    static func before(
        _ identity: String, _ client: ChatClient, _ context: CommandContext, mustSend: Bool
    ) async throws {
        // Where there is no place for a queue nothing waits.
        guard let sending = try? QueuedSend(identity, client, context), sending.queue.isThere else { return }
        do {
            _ = try await sending.send(with: QueueSender(sending.queue))
        } catch let error as ChatError where mustSend && !reasonsToGoOn.contains(error.code) {
            throw error
        } catch {
            let reason = reasonToWait(error) ?? (error as? ChatError)
            context.diagnostics.note("what is queued waits: \(reason?.message ?? "\(error)")")
        }
    }

    /// What stands in the way of the queue alone.
    private static let reasonsToGoOn: [ChatError.Code] = [.busy, .fileAccess, .configuration]

    /// Sends what waits, and tells of each message of others.
    private func send(
        with sender: QueueSender,
        report: @escaping @Sendable (OutgoingMessage, QueueSender.Outcome) async throws -> Bool = { _, _ in false }
    ) async throws -> Tally {
        let tally = Mutex(Tally())
        let (client, context, patience) = (client, context, patience)
        try await Interruption.guarding {
            try await sender.run(
                over: client, patience: patience, onStatus: { context.tell($0) },
                report: { message, outcome in
                    if try await report(message, outcome) { return }
                    switch outcome {
                    case .success: tally.withLock { $0.stored += 1 }
                    case .failure(let error):
                        tally.withLock { $0.refusal = $0.refusal ?? error }
                        Self.tell(error, of: message, context)
                    }
                })
        }
        return tally.withLock { $0 }
    }

    private static func tell(_ error: ChatError, of message: OutgoingMessage, _ context: CommandContext) {
        let text = message.body.count > told ? "\(message.body.prefix(told))..." : message.body
        context.diagnostics.report(
            ChatError(
                error.code, "queued for \(message.target) and refused: \(error.message); it said '\(text)'",
                hint: error.hint))
    }

    /// Why messages that were not sent may wait; `nil` when what happened will happen again.
    private static func reasonToWait(_ error: any Error) -> ChatError? {
        switch error {
        case let error as QueueSender.Postponed: error.reason
        case let error as SendPipeline.Unsettled: error.reason
        case let error as ChatError where error.isForNow || [.fileAccess, .interrupted].contains(error.code): error
        default: nil
        }
    }

    private func all(
        of source: any AsyncSequence<[OutgoingMessage], any Error> & Sendable
    ) async throws -> [OutgoingMessage] {
        let most = OutboxQueue.Bounds().messages
        var messages: [OutgoingMessage] = []
        for try await batch in source {
            messages += batch
            guard messages.count <= most else {
                throw ChatError(.tooLarge, "--queue takes at most \(most) lines (queued-messages), nothing was sent")
            }
        }
        return messages
    }
}
