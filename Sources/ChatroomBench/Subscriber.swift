internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// A follower of the lobby that counts what it gets and decodes as little as it can.
///
/// The first message and every thousandth are decoded; each must have the seq that the count of those before it calls
/// for, so a gap or a double anywhere shows at the next check, or in the total at the end.
final class Subscriber: BenchConnection {
    /// A check every so many messages.
    private static let checkInterval = 1000

    private let state: FanoutState
    /// The seq of the newest message when it began to follow.
    private(set) var base: Message.Seq = 0
    /// How many messages it got.
    private(set) var taken = 0

    init(state: FanoutState, token: Token.Secret, on loop: any EventLoop) {
        self.state = state
        super.init(
            greeting: [
                .hello(Hello(client: "chatroom-bench")), .login(Login(.token(token))),
                .follow(Follow(target: .lobby, start: .tail)),
            ], failures: state.failures, on: loop)
    }

    override var passing: Int {
        let since = taken % Self.checkInterval
        return since == 0 ? 0 : Self.checkInterval - since
    }

    override func greeted(with reply: ReplyContent) {
        if let following = try? Follow.answer(in: reply) { base = following.position }
    }

    override func passed(_ count: Int) throws(ChatError) {
        let before = state.window.delivered
        guard state.window.receive(count, from: taken, at: { .now() }) else {
            throw ChatError(
                .protocolViolation, "a subscriber got more messages than were sent",
                hint: "Somebody else may be writing to the lobby.")
        }
        taken += count
        if state.window.delivered > before { state.onRoom() }
    }

    override func take(_ frame: ServerFrame?) throws(ChatError) {
        guard case .event(.posted(_, let message)) = frame else { return }
        let expected = base + Message.Seq(taken) + 1
        guard message.seq == expected else {
            throw ChatError(.protocolViolation, "a subscriber got seq \(message.seq) instead of \(expected)")
        }
        try passed(1)
    }
}
