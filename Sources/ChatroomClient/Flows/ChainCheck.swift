public import ChatroomCore
internal import ChatroomWire

/// Has the server recompute the hash chains of conversations.
public struct ChainCheck: Sendable {
    /// The first entry that is not what was written.
    public struct Break: Sendable {
        /// Which.
        public let place: Cursor
        /// What is wrong with it, in the server's words, if it says so.
        public let problem: String?
    }

    public let connection: ChatConnection

    /// Sets every part.
    public init(connection: ChatConnection) { self.connection = connection }

    /// Checks one conversation, or all that the user can see.
    ///
    /// - Parameters:
    ///   - target: The conversation; `nil` for all.
    ///   - tell: Told of each conversation.
    /// - Returns: The first broken entry, after all were checked; `nil` when every log is whole.
    /// - Throws: What asking and telling throw.
    public func run(_ target: Target?, tell: (Target, Verified) async throws -> Void) async throws -> Break? {
        let targets = if let target { [target] } else { try await connection.ask(ListConversations()).conversations.map(\.target) }
        var broken: Break?
        for target in targets {
            let verified = try await verify(target)
            if let seq = verified.broken, broken == nil {
                broken = Break(place: Cursor(target: target, seq: seq), problem: verified.problem)
            }
            try await tell(target, verified)
        }
        return broken
    }

    private func verify(_ target: Target) async throws -> Verified {
        var verified = try await connection.ask(Verify(target: target))
        while verified.broken == nil, verified.through < verified.head {
            let next = try await connection.ask(Verify(target: target, after: verified.through))
            guard next.through > verified.through || next.broken != nil else { return next }
            verified = next
        }
        return verified
    }
}
