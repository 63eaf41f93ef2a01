internal import ChatroomClient
internal import ChatroomCore

/// Follows conversations and hands on the messages that are wanted, until enough came or nothing comes any more.
struct MessageStream: Sendable {
    /// When a stream ends by itself.
    struct End: Sendable {
        /// After so many messages; `nil` for no number.
        var count: Int?
        /// When nothing came for this time.
        var idle: Duration?
    }

    /// What happens on the way.
    enum Notice: Sendable {
        /// What becomes of the connection.
        case line(LineStatus)
        /// Everything is followed; told once.
        case following
        /// A conversation, one of everything, is followed no more.
        case ended(ChatError)
    }

    let client: ChatClient
    let scope: LogFollower.Scope
    var sieve = MessageSieve()
    var end = End()

    /// Follows until enough came, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - tell: Told what happens.
    ///   - take: Given each message; when it returns, the message counts as received.
    /// - Throws: What following and taking throw.
    func run(
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
    var hasSeveral: Bool {
        switch self {
        case .everything: true
        case .conversations(let follows): follows.count > 1
        }
    }
}
