public import ChatroomCore

/// Which of the messages that come are wanted.
public struct MessageSieve: Sendable {
    /// Only what this user sent.
    public var from: UserName?
    /// Only what mentions this user, and what others say to it alone.
    public var mention: UserName?
    /// Only messages whose text holds a match.
    public var pattern: TextPattern?

    /// Sets every part.
    public init(from: UserName? = nil, mention: UserName? = nil, pattern: TextPattern? = nil) {
        (self.from, self.mention, self.pattern) = (from, mention, pattern)
    }

    /// Whether everything is wanted, edits and deletions too.
    var takesAll: Bool { from == nil && mention == nil && pattern == nil }

    /// Whether a message is wanted.
    func passes(_ delivery: LogFollower.Delivery) -> Bool {
        guard !takesAll else { return true }
        let message = delivery.message
        guard message.entry == .text, !message.isDeleted else { return false }
        if let from, message.sender != from { return false }
        if let mention, !isFor(mention, delivery) { return false }
        return pattern?.matches(message.body) ?? true
    }

    private func isFor(_ user: UserName, _ delivery: LogFollower.Delivery) -> Bool {
        if case .direct = delivery.target, delivery.message.sender != user { return true }
        return Mentions.include(user, in: delivery.message.body)
    }
}
