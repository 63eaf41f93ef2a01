public import ChatroomCore
internal import ChatroomSystem
internal import Synchronization

/// Makes messages for one target, each with an identity of its own.
public final class MessageFactory: Sendable {
    private let target: Target
    private let replyTo: Message.Seq?
    private let act: OutgoingMessage.Act
    private let firstID: Mutex<MessageID?>

    /// Makes messages for a target that all do the same; the first has the given identity, if there is one.
    public init(
        target: Target, firstID: MessageID? = nil, replyTo: Message.Seq? = nil, act: OutgoingMessage.Act = .post
    ) {
        self.target = target
        self.replyTo = replyTo
        self.act = act
        self.firstID = Mutex(firstID)
    }

    /// Makes a message of a text.
    public func make(_ text: String) -> OutgoingMessage {
        let given = firstID.withLock { id in
            defer { id = nil }
            return id
        }
        var random = SystemRandomNumberGenerator()
        let id = given ?? MessageID(at: Timestamp.ofSystem(), using: &random)
        return OutgoingMessage(id: id, target: target, body: text, replyTo: replyTo, act: act)
    }
}
