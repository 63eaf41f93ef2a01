public import ChatroomCore
public import ChatroomWire
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Follows conversations across connections: every message once and in order, from where it began until told to stop.
public struct LogFollower: Sendable {
    /// What is followed.
    public enum Scope: Sendable {
        /// These conversations, one follow each.
        case conversations([Follow])
        /// Everything that the user can see, from a place on, and conversations that begin later.
        case everything(from: Follow.Start)
    }

    /// A message and where it was said.
    public struct Delivery: Sendable {
        /// The conversation, as this user addresses it.
        public let target: Target
        /// The message.
        public let message: Message

        /// Makes a delivery.
        public init(target: Target, message: Message) {
            self.target = target
            self.message = message
        }

        /// The position after this message.
        public var cursor: Cursor { Cursor(target: target, seq: message.seq) }
    }

    /// What the one who takes a message wants next.
    public enum Verdict: Sendable {
        /// The next message.
        case next
        /// No more messages.
        case stop
    }

    private let client: ChatClient
    private let scope: Scope
    private let patience: Duration?
    private let first: FirstContact

    /// Makes a follower.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - scope: What to follow and from where.
    ///   - patience: How long to try when a connection was lost; `nil` for ever.
    ///   - first: What to do when the first connection cannot be made.
    public init(client: ChatClient, scope: Scope, patience: Duration? = nil, first: FirstContact = .once) {
        self.client = client
        self.scope = scope
        self.patience = patience
        self.first = first
    }

    /// Follows until the taker says stop or the task is cancelled.
    ///
    /// The other end of a direct conversation is told of each message that was taken.
    ///
    /// - Parameters:
    ///   - onStatus: Told what becomes of the connection.
    ///   - onConnected: Given each connection before anything is followed on it, with what the user can see there and is
    ///     invited to if everything is followed; messages after the heads in it will be given to `take`.
    ///   - alongside: Runs beside the following on each connection, and is cancelled when that ends.
    ///   - onFollowing: Told once that every conversation is followed.
    ///   - onEvent: Told of everything else that the server tells.
    ///   - onEnded: Told that a conversation, one of everything, is followed no more, and why.
    ///   - take: Given each message; when it returns, the message counts as received.
    /// - Throws: ``ChatError`` when it cannot go on, `CancellationError`, and what the closures throw.
    public func run(
        onStatus: (LineStatus) async throws -> Void,
        onConnected: (ChatConnection, [Conversation.Summary], [Invitation]) async throws -> Void = { _, _, _ in },
        alongside: @escaping @Sendable (ChatConnection) async -> Void = { _ in },
        onFollowing: @escaping @Sendable () async throws -> Void,
        onEvent: (Event) async throws -> Void = { _ in },
        onEnded: (Target, ChatError) async throws -> Void = { _, _ in },
        take: (Delivery) async throws -> Verdict
    ) async throws {
        var positions: [Target: Message.Seq] = [:]
        var (isAnnounced, isStopped) = (false, false)
        try await client.withReconnecting(
            patience: patience, first: first, toFollow: true, onStatus: onStatus
        ) { connection in
            let subscriptions = Subscriptions(connection: connection, isStrict: scope.isStrict)
            // Also when the connection is lost: where nothing was said yet is known as well.
            defer { subscriptions.positions(into: &positions) }
            let (summaries, invitations) = try await listing(on: connection)
            try await onConnected(connection, summaries, invitations)
            let follows = follows(summaries, positions, isFirst: !isAnnounced)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await alongside(connection) }
                let replies = follows.map { subscriptions.begin($0) }
                connection.flush()
                if !isAnnounced {
                    isAnnounced = true
                    group.addTask {
                        // A refusal ends the connection with its reason.
                        for reply in replies { _ = try? await reply.get() }
                        try await onFollowing()
                    }
                }
                var events = connection.events.makeAsyncIterator()
                do {
                    while !isStopped, let event = try await events.next() {
                        switch event {
                        case .posted(let conversation, let message):
                            guard let target = try subscriptions.check(message, in: conversation) else { continue }
                            let verdict = try await take(Delivery(target: target, message: message))
                            positions[target] = message.seq
                            subscriptions.took(message.seq, of: conversation)
                            isStopped = verdict == .stop
                        case .opened(let summary):
                            // Nobody asked for it.
                            guard !scope.isStrict else { continue }
                            subscriptions.open(summary, after: positions[summary.target])
                            try await onEvent(event)
                        case .ended(let conversation, let reason):
                            guard let target = subscriptions.end(conversation) else { continue }
                            positions[target] = nil
                            guard !scope.isStrict else { throw reason }
                            try await onEnded(target, reason)
                        default: try await onEvent(event)
                        }
                    }
                } catch is CancellationError {
                    // What was taken is told below all the same.
                }
                connection.dropEvents()
                await subscriptions.settle()
                group.cancelAll()
                try Task.checkCancellation()
            }
        }
    }

    /// What the user can see and is invited to, if all of it is followed.
    private func listing(on connection: ChatConnection) async throws -> ([Conversation.Summary], [Invitation]) {
        guard case .everything = scope else { return ([], []) }
        _ = try await connection.ask(Watch(conversations: true))
        let list = try await connection.ask(ListConversations())
        return (list.conversations, list.invitations)
    }

    /// What to ask for on a connection, going on from where an earlier one ended.
    private func follows(
        _ summaries: [Conversation.Summary], _ positions: [Target: Message.Seq], isFirst: Bool
    ) -> [Follow] {
        switch scope {
        case .conversations(let follows):
            follows.map { Follow(target: $0.target, start: positions[$0.target].map { .after($0) } ?? $0.start) }
        case .everything(let start):
            summaries.map { summary in
                if let position = positions[summary.target] {
                    Follow(target: summary.target, start: .after(position))
                } else if isFirst {
                    // The end is where it was when the list was made.
                    Follow(target: summary.target, start: start == .tail ? .after(summary.head) : start)
                } else {
                    Follow(target: summary.target, start: .after(summary.followedFrom))
                }
            }
        }
    }
}

extension LogFollower.Scope {
    /// Whether each conversation was asked for by name, so that losing one is an error.
    fileprivate var isStrict: Bool {
        if case .conversations = self { true } else { false }
    }
}

extension Conversation.Summary {
    /// The most messages of a conversation that has just come into sight that are news.
    private static let mostNews: Message.Seq = 100

    /// After which message a conversation is followed that has just come into sight: from its start when it has just
    /// begun, and never through the whole history of an old one.
    public var followedFrom: Message.Seq { max(read, head - Self.mostNews) }
}
