public import ChatroomCore
internal import Synchronization

/// Takes messages under a named cursor, has them dealt with, and acknowledges what is done.
public struct CursorStream: Sendable {
    /// The most messages that are claimed at a time to be shown.
    private static let batch = 100

    public let client: ChatClient
    public let scope: CursorConsumer.Scope
    public let cursor: Cursor.Name
    public var sieve = MessageSieve()
    public var end: MessageStream.End = MessageStream.End()

    /// Sets every part.
    public init(
        client: ChatClient, scope: CursorConsumer.Scope, cursor: Cursor.Name, sieve: MessageSieve = MessageSieve(), end: MessageStream.End = MessageStream.End()
    ) {
        (self.client, self.scope, self.cursor, self.sieve, self.end) = (client, scope, cursor, sieve, end)
    }

    /// Has messages shown until enough came or the task is cancelled.
    ///
    /// - Parameters:
    ///   - isAcknowledged: Whether a message that was shown is done; otherwise somebody else says so.
    ///   - tell: Told what happens.
    ///   - show: Given the wanted messages of one conversation, oldest first; when it returns, they are out.
    /// - Throws: What claiming and showing throw.
    public func show(
        isAcknowledged: Bool, tell: @escaping @Sendable (MessageStream.Notice) -> Void,
        show: @escaping @Sendable ([LogFollower.Delivery]) async throws -> Void
    ) async throws {
        let shown = Mutex(0)
        let size = min(Self.batch, end.count ?? Self.batch)
        try await run(jobs: 1, batch: size, tell) { [sieve, end] work, idle in
            var outcome = CursorConsumer.Outcome(keepsRest: !isAcknowledged)
            var wanted: [LogFollower.Delivery] = []
            for piece in work where !outcome.isLast {
                if sieve.passes(piece.delivery) {
                    idle.touch()
                    wanted.append(piece.delivery)
                    outcome.isLast = Self.count(shown) == end.count
                }
                if isAcknowledged { outcome.done.append(piece.delivery.message.seq) }
            }
            if !wanted.isEmpty { try await show(wanted) }
            return outcome
        }
    }

    /// Has each message handled; what is handled is done, the rest comes again.
    ///
    /// - Parameters:
    ///   - jobs: How many are handled at a time.
    ///   - tell: Told what happens.
    ///   - handle: Given a message; says whether it is done.
    /// - Throws: What claiming and handling throw.
    public func handle(
        jobs: Int, tell: @escaping @Sendable (MessageStream.Notice) -> Void,
        handle: @escaping @Sendable (CursorConsumer.Work) async throws -> Bool
    ) async throws {
        let handled = Mutex(0)
        try await run(jobs: jobs, batch: 1, tell) { [sieve, end] work, idle in
            var outcome = CursorConsumer.Outcome()
            for piece in work {
                let message = piece.delivery.message
                // Handled is what somebody said; that a text was changed is no message to act on again.
                if message.entry == .text, !message.isDeleted, sieve.passes(piece.delivery) {
                    guard try await idle.busy({ try await handle(piece) }) else { continue }
                    outcome.isLast = Self.count(handled) == end.count
                }
                outcome.done.append(message.seq)
            }
            return outcome
        }
    }

    private static func count(_ counter: borrowing Mutex<Int>) -> Int {
        counter.withLock { count in
            count += 1
            return count
        }
    }

    private func run(
        jobs: Int, batch: Int, _ tell: @escaping @Sendable (MessageStream.Notice) -> Void,
        _ handle: @escaping @Sendable ([CursorConsumer.Work], IdleTimer) async throws -> CursorConsumer.Outcome
    ) async throws {
        let idle = IdleTimer(end.idle)
        let consumer = CursorConsumer(
            client: client, scope: scope, cursor: cursor, jobs: jobs, batch: batch, first: .patient(limit: nil))
        try await idle.run {
            try await consumer.run(
                onStatus: { tell(.line($0)) },
                onReady: {
                    idle.begin()
                    tell(.following)
                },
                handle: { try await handle($0, idle) })
        }
    }
}

extension CursorConsumer.Scope {
    /// Whether messages of several conversations may come.
    public var hasSeveral: Bool {
        switch self {
        case .everything: true
        case .conversations(let places): places.count > 1
        }
    }
}
