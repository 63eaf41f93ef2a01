public import ChatroomCore

/// A request to recompute a piece of a conversation's hash chain.
public struct Verify: Sendable, Equatable {
    /// The conversation.
    public let target: Target
    /// The last entry of the piece before; 0 begins.
    public let after: Message.Seq

    /// Makes a request.
    public init(target: Target, after: Message.Seq = 0) {
        self.target = target
        self.after = after
    }

    init(_ wire: PBVerify) throws(ChatError) {
        guard wire.after >= 0 else { throw ChatError(.invalid, "a seq is not negative") }
        self.init(target: try Target(wire.target), after: wire.after)
    }

    var wire: PBVerify {
        var wire = PBVerify()
        wire.target = target.description
        wire.after = after
        return wire
    }
}

extension Verified {
    init(_ wire: PBVerified) {
        self.init(
            through: wire.through, broken: wire.broken == 0 ? nil : wire.broken, head: wire.head,
            problem: wire.problem.isEmpty ? nil : wire.problem)
    }

    var wire: PBVerified {
        var wire = PBVerified()
        wire.through = through
        wire.broken = broken ?? 0
        wire.head = head
        wire.problem = problem ?? ""
        return wire
    }
}

extension Verify: Call {
    /// The verb.
    public var verb: String { "verify" }
    /// One of all requests.
    public var request: Request { .verify(self) }

    /// Writes the answer.
    public static func content(of answer: Verified) -> ReplyContent { ReplyContent(.verified(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Verified {
        guard case .verified(let wire) = content.wire else { throw .unfitting }
        return Verified(wire)
    }
}
