internal import ChatroomCore
internal import Glibc
internal import Synchronization

/// Makes messages for one target, each with an identity of its own.
final class MessageFactory: Sendable {
    private let target: Target
    private let replyTo: Message.Seq?
    private let act: OutgoingMessage.Act
    private let firstID: Mutex<MessageID?>

    /// Makes messages for a target that all do the same; the first has the given identity, if there is one.
    init(
        target: Target, firstID: MessageID? = nil, replyTo: Message.Seq? = nil, act: OutgoingMessage.Act = .post
    ) {
        self.target = target
        self.replyTo = replyTo
        self.act = act
        self.firstID = Mutex(firstID)
    }

    /// Makes a message of a text.
    func make(_ text: String) -> OutgoingMessage {
        let given = firstID.withLock { id in
            defer { id = nil }
            return id
        }
        var random = SystemRandomNumberGenerator()
        let id = given ?? MessageID(at: Timestamp.ofSystem(), using: &random)
        return OutgoingMessage(id: id, target: target, body: text, replyTo: replyTo, act: act)
    }
}

extension Timestamp {
    /// The time of day, by the system's clock.
    static func ofSystem() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
