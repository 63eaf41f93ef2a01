internal import ChatroomClient
internal import ChatroomCore
internal import Synchronization

/// Tells what becomes of messages that are queued on this machine.
final class QueueReport: Sendable {
    private let context: CommandContext
    /// What became of messages that other commands queued.
    private let tally = Mutex((stored: 0, refusal: ChatError?.none))

    /// How much of a message that was refused is told.
    private static let told = 60

    init(_ context: CommandContext) { self.context = context }

    /// `send --queue`: sends messages, or keeps them.
    ///
    /// - Parameters:
    ///   - source: The messages.
    ///   - sending: What sends them.
    ///   - report: Told what becomes of them.
    /// - Throws: `ChatError` when they are neither stored nor kept.
    func send(
        _ source: any AsyncSequence<[OutgoingMessage], any Error> & Sendable, _ sending: QueuedSend,
        _ report: SendReport
    ) async throws {
        let messages = try await Self.all(of: source)
        let end = try await Interruption.guarding {
            try await sending.run(messages) { notice in
                if case .settled(let message, let outcome, wasQueued: false) = notice {
                    try await report.note(message, outcome)
                } else {
                    self.tell(notice)
                }
            }
        }
        switch end {
        case .settled: try await report.finish()
        case .kept(let left, let reason): try await report.finish(queued: left, reason)
        }
    }

    /// `send --flush`: sends what was kept.
    static func flush(_ context: CommandContext) async throws {
        let (client, identity) = try await context.queueingClient()
        let sending = try QueuedSend(
            identity, client, environment: context.environment, patience: context.patience)
        guard sending.isThere else { return context.diagnostics.aside("nothing is queued") }
        let report = QueueReport(context)
        try await Interruption.guarding { try await sending.flush { report.tell($0) } }
        let (stored, refusal) = report.tally.withLock { $0 }
        context.diagnostics.aside("sent \(stored) queued \(stored == 1 ? "message" : "messages")")
        // That was told.
        if let refusal { throw ExitStatus(refusal.code) }
    }

    /// What every other `send` does first.
    ///
    /// - Parameters:
    ///   - identity: The profile, the server and the user.
    ///   - client: The way to the server.
    ///   - context: The command.
    ///   - mustSend: Whether a server that cannot be reached is an error.
    /// - Throws: `ChatError` when what the command is to send could not be sent either.
    static func flushFirst(
        _ identity: String, _ client: ChatClient, _ context: CommandContext, mustSend: Bool
    ) async throws {
        // Where there is no place for a queue nothing waits.
        let made = try? QueuedSend(identity, client, environment: context.environment, patience: context.patience)
        guard let sending = made, sending.isThere else { return }
        let report = QueueReport(context)
        let reason = try await Interruption.guarding {
            try await sending.before(mustSend: mustSend) { report.tell($0) }
        }
        if let reason { context.diagnostics.note("what is queued waits: \(reason)") }
    }

    private func tell(_ notice: QueuedSend.Notice) {
        switch notice {
        case .line(let status): context.tell(status)
        case .settled(_, .success, _): tally.withLock { $0.stored += 1 }
        case .settled(let message, .failure(let error), _):
            tally.withLock { $0.refusal = $0.refusal ?? error }
            let text = message.body.count > Self.told ? "\(message.body.prefix(Self.told))..." : message.body
            context.diagnostics.report(
                ChatError(
                    error.code, "queued for \(message.target) and refused: \(error.message); it said '\(text)'",
                    hint: error.hint))
        }
    }

    private static func all(
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
