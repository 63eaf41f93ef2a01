internal import ChatroomCore
internal import NIOCore

/// A follower of the lobby that counts what it gets; about every hundredth read it decodes a frame and checks that none
/// is missing or doubled.
final class Subscriber: FrameCounter {
    private let window: DeliveryWindow
    private var taken = 0
    private var reads = 0
    /// The seq of the first message it got.
    private var firstSeq: Message.Seq?

    init(window: DeliveryWindow) { self.window = window }

    override func took(_ count: Int, first: ByteBuffer) {
        reads += 1
        if reads % 100 == 1 { check(first) }
        window.delivered(from: taken, count: count)
        taken += count
    }

    private func check(_ payload: ByteBuffer) {
        guard case .event(.posted(_, let message))? = try? ServerFrame.decode(payload) else {
            return fail(ChatError(.protocolViolation, "a frame that is no message"))
        }
        let base = firstSeq ?? message.seq
        firstSeq = base
        if message.seq != base + Message.Seq(taken) {
            fail(ChatError(.protocolViolation, "wanted seq \(base + Message.Seq(taken)), got \(message.seq)"))
        }
    }
}
