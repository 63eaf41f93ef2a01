public import ChatroomCore
internal import NIOCore
internal import NIOPosix

/// Follows conversations across connections: every message once and in order, from where it began until told to stop.
public struct LogFollower: Sendable {
    /// A message and where it was said.
    public struct Delivery: Sendable {
        /// The conversation, as this user addresses it.
        public let target: Target
        /// The message.
        public let message: Message

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

    private struct Followed {
        let target: Target
        var position: Message.Seq
        let acks: AckPump?

        /// Refuses a message that does not follow the one before it.
        func check(_ message: Message) throws(ChatError) {
            guard message.seq == position + 1 else {
                throw ChatError(.protocolViolation, "\(target) went from \(position) to \(message.seq)")
            }
        }
    }

    private let client: ChatClient
    private let follows: [Follow]

    /// Makes a follower.
    ///
    /// A follow that starts at a named cursor acknowledges each message to that cursor once it was taken.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - follows: What to follow and from where; one conversation each.
    public init(client: ChatClient, follows: [Follow]) {
        self.client = client
        self.follows = follows
    }

    /// Follows until the taker says stop or the task is cancelled; acknowledgements are settled before it returns.
    ///
    /// - Parameters:
    ///   - onStatus: Told what becomes of the connection.
    ///   - onFollowing: Told once that every conversation is followed.
    ///   - take: Given each message; when it returns, the message counts as dealt with.
    /// - Throws: ``ChatError`` when it cannot go on, `CancellationError`, and what the closures throw.
    public func run(
        onStatus: (ChatClient.Status) async throws -> Void,
        onFollowing: () async throws -> Void,
        take: (Delivery) async throws -> Verdict
    ) async throws {
        var positions: [Target: Message.Seq] = [:]
        var (isAnnounced, isStopped, isSettled) = (false, false, true)
        do {
            try await client.withReconnecting(patience: nil, onStatus: onStatus) { connection in
                var followed: [Conversation.ID: Followed] = [:]
                for follow in follows {
                    let (conversation, entry) = try await begin(follow, after: positions[follow.target], on: connection)
                    followed[conversation] = entry
                    positions[follow.target] = entry.position
                }
                isSettled = false
                var events = connection.events.makeAsyncIterator()
                if !isAnnounced {
                    isAnnounced = true
                    try await onFollowing()
                }
                do {
                    while !isStopped, let event = try await events.next() {
                        guard case .posted(let conversation, let message) = event,
                            let entry = followed[conversation]
                        else { continue }
                        try entry.check(message)
                        let verdict = try await take(Delivery(target: entry.target, message: message))
                        followed[conversation]?.position = message.seq
                        positions[entry.target] = message.seq
                        try entry.acks?.note(message.seq)
                        isStopped = verdict == .stop
                    }
                } catch is CancellationError {
                    // What was taken is acknowledged below all the same.
                }
                connection.dropEvents()
                try await Self.settle(followed.values.compactMap(\.acks))
                isSettled = true
                try Task.checkCancellation()
            }
        } catch let error as CancellationError {
            // Cancelled while there was no connection: one more serves to acknowledge what was taken.
            if !isSettled, usesCursors { try await acknowledge(positions) }
            throw error
        }
    }

    private var usesCursors: Bool {
        follows.contains { if case .cursor = $0.start { true } else { false } }
    }

    private func acknowledge(_ positions: [Target: Message.Seq]) async throws {
        try await client.withConnection { connection in
            var pumps: [AckPump] = []
            for follow in follows {
                let (_, entry) = try await begin(follow, after: positions[follow.target], on: connection)
                if let acks = entry.acks { pumps.append(acks) }
            }
            connection.dropEvents()
            try await Self.settle(pumps)
        }
    }

    private static func settle(_ pumps: [AckPump]) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        for pump in pumps { try await pump.settle(on: loop) }
    }

    private func begin(
        _ follow: Follow, after position: Message.Seq?, on connection: ChatConnection
    ) async throws -> (Conversation.ID, Followed) {
        let start = position.map { Follow.Start.after($0) } ?? follow.start
        let following = try await connection.follow(Follow(target: follow.target, start: start))
        var acks: AckPump?
        if case .cursor(let name) = follow.start {
            let pump = AckPump(connection: connection, conversation: following.conversation, cursor: name)
            // What was taken over an earlier connection may not be acknowledged yet.
            if let position { try pump.note(position) }
            acks = pump
        }
        return (
            following.conversation,
            Followed(target: follow.target, position: following.position, acks: acks)
        )
    }
}
