internal import ChatroomCore
internal import NIOCore

/// Sends as many messages as the window allows, and watches that each is stored.
final class Sender: FrameCounter {
    private let window: DeliveryWindow
    private let body: String
    private var random = SystemRandomNumberGenerator()
    private var isStopped = false

    init(window: DeliveryWindow, body: Int) {
        self.window = window
        self.body = String(repeating: "x", count: body)
    }

    /// Begins to send.
    func start() {
        window.onRoom = { [unowned self] in fill() }
        fill()
    }

    /// Sends nothing more.
    func stop() {
        isStopped = true
        window.onRoom = {}
    }

    override func took(_ count: Int, first: ByteBuffer) {
        if case .reply(_, .failure(let error))? = try? ServerFrame.decode(first) { fail(error) }
    }

    private func fill() {
        guard !isStopped, window.room > 0 else { return }
        var buffer = ByteBuffer()
        while window.room > 0 {
            // The id's time only spreads ids; any number that grows will do.
            let time = Timestamp(milliseconds: Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000))
            let id = MessageID(at: time, using: &random)
            append(.send(OutgoingMessage(id: id, target: .lobby, body: body)), to: &buffer)
            window.sent()
        }
        channel?.writeAndFlush(buffer, promise: nil)
    }
}
