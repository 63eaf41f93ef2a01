internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// Sends as many messages as the window allows, and checks that each is stored after the one before.
final class Sender: BenchConnection {
    private let state: FanoutState
    private let loop: any EventLoop
    private let body: String
    private var random = FastRandom()
    private var isSending = false
    private var isScheduled = false
    private var lastSeq: Message.Seq?
    /// How many messages the server acknowledged.
    private(set) var acknowledged = 0

    init(state: FanoutState, token: Token.Secret, body: Int, on loop: any EventLoop) {
        self.state = state
        self.loop = loop
        self.body = String(repeating: "x", count: body)
        super.init(
            greeting: [.hello(Hello(client: "chatroom-bench")), .login(Login(.token(token)))],
            failures: state.failures, on: loop)
    }

    /// Begins to send.
    func start() {
        isSending = true
        state.onRoom = { [unowned self] in schedule() }
        fill()
    }

    /// Sends nothing more.
    func stop() { isSending = false }

    override func take(_ frame: ServerFrame?) throws(ChatError) {
        guard case .reply(_, .success(let content)) = frame else { return }
        let receipt = try OutgoingMessage.answer(in: content)
        if let lastSeq, receipt.seq != lastSeq + 1 {
            throw ChatError(
                .protocolViolation, "seq \(receipt.seq) was acknowledged after \(lastSeq)",
                hint: "Somebody else may be writing to the lobby.")
        }
        lastSeq = receipt.seq
        acknowledged += 1
    }

    /// Fills the window once all reads of this turn of the loop are done, so that what they made room for is one write.
    private func schedule() {
        guard !isScheduled else { return }
        isScheduled = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute {
            bound.value.isScheduled = false
            bound.value.fill()
        }
    }

    private func fill() {
        guard isSending, state.window.room > 0 else { return }
        var buffer = ByteBuffer()
        let (now, time) = (NIODeadline.now(), Timestamp.ofClock)
        do {
            while state.window.room > 0 {
                let id = MessageID(at: time, using: &random)
                try append(.send(OutgoingMessage(id: id, target: .lobby, body: body)), to: &buffer)
                state.window.send(at: now)
            }
            write(buffer)
        } catch {
            fail(error)
        }
    }
}
