public import ChatroomCore
public import ChatroomWire
internal import NIOCore

// The circle with its ledger is that of an actor and its state machine: they speak of the same work.

/// Works on the messages of conversations under a named cursor that the server keeps, across connections.
///
/// Every message is handled at least once, and settled once: what is done is never given out again, to this process or
/// to another that works under the same cursor. Several processes share the messages without doubling one while they
/// live. Work that is under way goes on when a connection is lost, and is settled on the next.
public struct CursorConsumer: Sendable {
    /// A message to work on.
    public struct Work: Sendable {
        /// The message, and where it was said.
        public let delivery: LogFollower.Delivery
        /// How often it was tried before, here or elsewhere, without being done.
        public let failures: Int
    }

    /// What became of a batch.
    public struct Outcome: Sendable {
        /// What is done.
        public var done: [Message.Seq]
        /// Whether what is not done stays with this process while it lives; otherwise it is given out again.
        public var keepsRest: Bool
        /// Whether no more is wanted.
        public var isLast: Bool

        /// Makes an outcome.
        public init(done: [Message.Seq] = [], keepsRest: Bool = false, isLast: Bool = false) {
            self.done = done
            self.keepsRest = keepsRest
            self.isLast = isLast
        }
    }

    /// What is worked on.
    public enum Scope: Sendable {
        /// These conversations; a new cursor is made where its start says.
        case conversations([Target: Claim.Start])
        /// Everything that the user can see, and what begins later.
        case everything(from: Claim.Start)
    }

    let client: ChatClient
    /// What is worked on.
    public let scope: Scope
    let cursor: Cursor.Name
    /// How many batches are worked on at a time.
    let jobs: Int
    /// The most messages in a batch.
    let batch: Int
    /// What to do when the first connection cannot be made.
    let first: FirstContact

    /// Makes a consumer.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - scope: What to work on.
    ///   - cursor: The cursor.
    ///   - jobs: How many batches are worked on at a time, 1 or more; with 1, messages of a conversation are worked on in
    ///     order.
    ///   - batch: The most messages in a batch, 1 to 1000.
    ///   - first: What to do when the first connection cannot be made.
    public init(
        client: ChatClient, scope: Scope, cursor: Cursor.Name, jobs: Int = 1, batch: Int = 1,
        first: FirstContact = .once
    ) {
        self.client = client
        self.scope = scope
        self.cursor = cursor
        self.jobs = max(1, jobs)
        self.batch = min(max(1, batch), HistoryQuery.largestPage)
        self.first = first
    }

    /// Works until a batch was the last or the task is cancelled; what is done is settled before this returns.
    ///
    /// - Parameters:
    ///   - onStatus: Told what becomes of the connection.
    ///   - onReady: Told once that there is a connection.
    ///   - handle: Given the messages of one conversation, oldest first; called `jobs` times at once. When it throws,
    ///     everything ends, and what it was given is not done.
    /// - Throws: ``ChatError`` when it cannot go on, `CancellationError`, and what the closures throw.
    public func run(
        onStatus: (LineStatus) async throws -> Void,
        onReady: () async throws -> Void,
        handle: @escaping @Sendable ([Work]) async throws -> Outcome
    ) async throws {
        let takesOpened = if case .everything = scope { true } else { false }
        let ledger = WorkLedger(jobs: jobs, takesOpened: takesOpened, cursor: cursor)
        var isAnnounced = false
        try await withThrowingTaskGroup(of: Void.self) { workers in
            do {
                try await client.withReconnecting(
                    patience: nil, first: first, toFollow: true, onStatus: onStatus
                ) { connection in
                    ledger.begin(try await places(on: connection, known: isAnnounced ? ledger.known : nil))
                    try await feed(ledger, connection, &workers, handle) {
                        guard !isAnnounced else { return }
                        isAnnounced = true
                        try await onReady()
                    }
                }
            } catch {
                workers.cancelAll()
                await Self.end(of: &workers)
                // Cancelled while there was no connection: one more serves to settle what is done.
                if ledger.hasUnsettled, error is CancellationError {
                    try await client.withConnection { try await settleAll(ledger, $0) }
                }
                throw ledger.failure ?? error
            }
            if let failure = ledger.failure { throw failure }
        }
    }

    /// The conversations to work on, each with where a new cursor is made.
    ///
    /// What began while there was no connection is new from its start.
    private func places(
        on connection: ChatConnection, known: Set<Target>?
    ) async throws -> [Target: Claim.Start] {
        switch scope {
        case .conversations(let places): return places
        case .everything(let start):
            _ = try await connection.ask(Watch(conversations: true))
            let targets = try await connection.ask(ListConversations()).conversations.map(\.target)
            let places = targets.map { ($0, known?.contains($0) ?? true ? start : .after(0)) }
            return Dictionary(places) { one, _ in one }
        }
    }

    /// Claims, starts and settles work on one connection until it is lost or nothing more is wanted.
    private func feed(
        _ ledger: WorkLedger, _ connection: ChatConnection, _ workers: inout ThrowingTaskGroup<Void, any Error>,
        _ handle: @escaping @Sendable ([Work]) async throws -> Outcome, onReady: () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { reader in
            reader.addTask {
                do {
                    for try await event in connection.events { ledger.note(event) }
                } catch {
                    ledger.lost(ChatError(reply: error))
                }
            }
            while true {
                switch try await ledger.next() {
                case .settle(let settle):
                    try await self.settle(settle, ledger, connection)
                case .claim(let target, let start):
                    let claim = Claim(target: target, cursor: cursor, limit: batch, start: start)
                    for work in ledger.claimed(try await ask(claim, on: connection), target) {
                        workers.addTask {
                            do {
                                ledger.finished(work, try await handle(work))
                            } catch {
                                ledger.failed(work, error)
                            }
                        }
                    }
                    if ledger.isReady { try await onReady() }
                case .finish:
                    // Nothing is given to anybody any more; what is under way is worth its end.
                    if Task.isCancelled || ledger.failure != nil { workers.cancelAll() }
                    await Self.end(of: &workers)
                    connection.dropEvents()
                    try await settleAll(ledger, connection)
                    reader.cancelAll()
                    try Task.checkCancellation()
                    return
                }
            }
        }
    }

    /// Claims; in everything, what the user cannot see any more is left out.
    private func ask(_ claim: Claim, on connection: ChatConnection) async throws(ChatError) -> Claimed? {
        do {
            return try await connection.ask(claim)
        } catch let error where error.code == .notFound || error.code == .notAllowed {
            if case .conversations = scope { throw error }
            return nil
        }
    }

    private func settleAll(_ ledger: WorkLedger, _ connection: ChatConnection) async throws {
        while let settle = ledger.unsettled() { try await self.settle(settle, ledger, connection) }
    }

    /// Tells the server what became of work; in everything, not of conversations that the user cannot see any more.
    private func settle(
        _ settle: Settle, _ ledger: WorkLedger, _ connection: ChatConnection
    ) async throws(ChatError) {
        do {
            _ = try await connection.ask(settle)
        } catch {
            guard case .everything = scope, error.code == .notFound || error.code == .notAllowed else { throw error }
        }
        ledger.settled(settle)
    }

    private static func end(of workers: inout ThrowingTaskGroup<Void, any Error>) async {
        while let result = await workers.nextResult() { _ = result }
    }
}
