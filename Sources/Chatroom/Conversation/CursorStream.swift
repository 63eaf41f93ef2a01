internal import ChatroomClient
internal import ChatroomCore
internal import Synchronization

/// Prints messages under a named cursor, or runs a command for each, and acknowledges what is done.
struct CursorStream {
    /// The most messages that are claimed at a time to be printed.
    private static let batch = 100

    let context: CommandContext
    let client: ChatClient
    let scope: CursorConsumer.Scope
    let cursor: Cursor.Name
    var sieve = MessageSieve()
    var end = MessageStream.End()

    /// Prints until enough came, the time is over, or it is interrupted.
    ///
    /// - Parameters:
    ///   - format: How messages are printed.
    ///   - isAcknowledged: Whether a message that was printed is done; otherwise somebody else says so.
    ///   - announcement: What a person is told when there is a connection.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and what printing throws.
    func print(_ format: FormatOptions, isAcknowledged: Bool, announcement: String) async throws {
        let printer = Printer()
        let renderer = Mutex(
            format.renderer(context, reader: try context.reader(), showsConversation: scope.hasSeveral))
        let printed = Mutex(0)
        let size = min(Self.batch, end.count ?? Self.batch)
        try await run(jobs: 1, batch: size, announcement) { [sieve, end] work, idle in
            var outcome = CursorConsumer.Outcome(keepsRest: !isAcknowledged)
            var bytes: [UInt8] = []
            for piece in work where !outcome.isLast {
                let message = piece.delivery.message
                if sieve.passes(piece.delivery) {
                    idle.touch()
                    renderer.withLock { $0.append(message, in: piece.delivery.target, to: &bytes) }
                    let count = printed.withLock { count in
                        count += 1
                        return count
                    }
                    outcome.isLast = count == end.count
                }
                if isAcknowledged { outcome.done.append(message.seq) }
            }
            if !bytes.isEmpty { try await printer.write(bytes) }
            return outcome
        }
    }

    /// Runs a command for each message; what it exits with 0 for is done, what it fails at comes again.
    ///
    /// - Parameters:
    ///   - runs: How the command is run.
    ///   - jobs: How many run at a time.
    ///   - announcement: What a person is told when there is a connection.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and why the command cannot be run.
    func execute(_ runs: HandlerRuns, jobs: Int, announcement: String) async throws {
        let handled = Mutex(0)
        try await run(jobs: jobs, batch: 1, runsPrograms: true, announcement) { [sieve, end] work, idle in
            var outcome = CursorConsumer.Outcome()
            for piece in work {
                let message = piece.delivery.message
                // A command is run for what somebody said; that a text was changed is no message to act on again.
                if message.entry == .text, !message.isDeleted, sieve.passes(piece.delivery) {
                    guard try await idle.busy({ try await runs.handle(piece) }) else { continue }
                    let count = handled.withLock { count in
                        count += 1
                        return count
                    }
                    outcome.isLast = count == end.count
                }
                outcome.done.append(message.seq)
            }
            return outcome
        }
    }

    private func run(
        jobs: Int, batch: Int, runsPrograms: Bool = false, _ announcement: String,
        _ handle: @escaping @Sendable ([CursorConsumer.Work], IdleTimer) async throws -> CursorConsumer.Outcome
    ) async throws {
        let idle = IdleTimer(end.idle)
        let consumer = CursorConsumer(
            client: client, scope: scope, cursor: cursor, jobs: jobs, batch: batch, first: .patient(limit: nil))
        let context = context
        try await Interruption.guarding(for: end.limit, waitingForPrograms: runsPrograms) {
            let work: @Sendable () async throws -> Void = {
                try await idle.run {
                    try await consumer.run(
                        onStatus: { context.tell($0) },
                        onReady: {
                            idle.begin()
                            context.diagnostics.aside(announcement)
                        },
                        handle: { try await handle($0, idle) })
                }
            }
            // Commands are run whether or not anybody reads what they print.
            if runsPrograms { try await work() } else { try await OutputWatch().during(work) }
        }
    }
}

extension CursorConsumer.Scope {
    /// Whether messages of several conversations may come.
    fileprivate var hasSeveral: Bool {
        switch self {
        case .everything: true
        case .conversations(let places): places.count > 1
        }
    }
}
