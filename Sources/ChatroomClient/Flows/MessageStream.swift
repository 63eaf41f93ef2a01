public import ChatroomCore

/// Follows conversations and hands on the messages that are wanted, until enough came or nothing comes any more.
public struct MessageStream: Sendable {
    /// When a stream ends by itself.
    public struct End: Sendable {
        /// After so many messages; `nil` for no number.
        public var count: Int?
        /// When nothing came for this time.
        public var idle: Duration?

        /// Sets every part.
        public init(count: Int? = nil, idle: Duration? = nil) {
            (self.count, self.idle) = (count, idle)
        }
    }

    /// What happens on the way.
    public enum Notice: Sendable {
        /// What becomes of the connection.
        case line(LineStatus)
        /// Everything is followed; told once.
        case following
        /// A conversation, one of everything, is followed no more.
        case ended(ChatError)
    }

    public let client: ChatClient
    public let scope: LogFollower.Scope
    public var sieve = MessageSieve()
    public var end = End()

    /// Sets every part.
    public init(
        client: ChatClient, scope: LogFollower.Scope, sieve: MessageSieve = MessageSieve(), end: End = End()
    ) {
        (self.client, self.scope, self.sieve, self.end) = (client, scope, sieve, end)
    }

    /// Follows until enough came, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - tell: Told what happens.
    ///   - take: Given each message; when it returns, the message counts as received.
    /// - Throws: What following and taking throw.
    public func run(
        tell: @escaping @Sendable (Notice) -> Void,
        take: @escaping @Sendable (LogFollower.Delivery) async throws -> Void
    ) async throws {
        let idle = IdleTimer(end.idle)
        try await idle.run { [self] in
            var taken = 0
            try await LogFollower(client: client, scope: scope, first: .patient(limit: nil)).run(
                onStatus: { tell(.line($0)) },
                onFollowing: {
                    idle.begin()
                    tell(.following)
                },
                onEnded: { _, reason in tell(.ended(reason)) },
                take: { delivery in
                    guard sieve.passes(delivery) else { return .next }
                    idle.touch()
                    try await take(delivery)
                    taken += 1
                    return taken == end.count ? .stop : .next
                })
        }
    }
}

extension LogFollower.Scope {
    /// Whether messages of several conversations may come.
    public var hasSeveral: Bool {
        switch self {
        case .everything: true
        case .conversations(let follows): follows.count > 1
        }
    }
}
