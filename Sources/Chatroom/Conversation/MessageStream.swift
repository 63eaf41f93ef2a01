internal import ChatroomClient
internal import ChatroomCore

/// Prints messages as they come, each out of the program before it counts as dealt with.
struct MessageStream {
    /// When a stream ends by itself.
    struct End {
        /// After so many messages; `nil` for no number.
        var count: Int?
        /// When nothing came for this time.
        var idle: Duration?
        /// When this time is over, which is an error.
        var limit: Duration?
    }

    let context: CommandContext
    let client: ChatClient
    let format: FormatOptions
    var sieve = MessageSieve()
    var end = End()

    /// Follows until enough came, the time is over, or it is interrupted.
    ///
    /// - Parameters:
    ///   - scope: What is followed.
    ///   - announcement: What a person is told when everything is followed.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and what following and printing throw.
    func run(_ scope: LogFollower.Scope, announcement: String?) async throws {
        let idle = IdleTimer(end.idle)
        try await Interruption.guarding(for: end.limit) {
            try await OutputWatch().during {
                try await idle.run {
                    let printer = Printer()
                    var renderer = format.renderer(
                        context, reader: try context.reader(), showsConversation: scope.hasSeveral)
                    var printed = 0
                    var bytes: [UInt8] = []
                    try await LogFollower(client: client, scope: scope, first: .patient(limit: nil)).run(
                        onStatus: { context.tell($0) },
                        onFollowing: {
                            idle.begin()
                            if let announcement { context.diagnostics.aside(announcement) }
                        },
                        onEnded: { _, reason in context.diagnostics.note(reason.message) },
                        take: { delivery in
                            guard sieve.passes(delivery) else { return .next }
                            idle.touch()
                            bytes.removeAll(keepingCapacity: true)
                            renderer.append(delivery.message, in: delivery.target, to: &bytes)
                            try await printer.write(bytes)
                            printed += 1
                            return printed == end.count ? .stop : .next
                        })
                }
            }
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
