internal import ChatroomCore
internal import ChatroomWire

/// A call that the server answers.
protocol Handled: Call {
    /// What holds for it before it is handled.
    static var rule: CallRule { get }
    /// Does what is asked.
    func handle(_ visit: inout Visit) async throws -> Outcome<Answer>
}

/// A call of somebody who is logged in.
protocol MemberCall: Handled {
    /// Does what is asked, for whoever asks.
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Answer>
}

extension MemberCall {
    static var rule: CallRule { CallRule(phase: .afterLogin, isActivity: true) }

    func handle(_ visit: inout Visit) async throws -> Outcome<Answer> {
        guard let identity = visit.session.identity else { throw ChatError(.notLoggedIn, "not logged in") }
        return try await handle(as: identity, &visit)
    }
}

/// What becomes of a call.
enum Outcome<Answer: Sendable>: Sendable {
    /// It is granted.
    case answer(Answer)
    /// It is not.
    case refused(ChatError)
    /// Somebody else answers, at the peer itself: the log writer when something is durable, or a subscription.
    case later
}

extension Outcome where Answer == Done {
    static var done: Self { .answer(Done()) }
}
