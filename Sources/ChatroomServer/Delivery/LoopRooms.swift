internal import ChatroomCore
internal import NIOCore

/// The tails of the conversations that are followed on one event loop, to which it is confined.
final class LoopRooms {
    private let loop: any EventLoop
    private var tails: [Conversation.ID: RoomTail] = [:]

    init(loop: any EventLoop) { self.loop = loop }

    /// Starts a subscription at a position; nothing is delivered before ``Subscription/begin()``.
    func subscribe(
        _ reader: any SliceReader, to conversation: Conversation.ID, after position: Message.Seq
    ) -> Subscription {
        let tail = tails[conversation] ?? RoomTail(loop: loop)
        tails[conversation] = tail
        return Subscription(conversation: conversation, position: position, tail: tail, reader: reader)
    }

    /// Ends a subscription, and its tail with the last one.
    func end(_ subscription: Subscription) {
        subscription.end()
        if subscription.isTailUnfollowed { tails[subscription.conversation] = nil }
    }

    /// How many bytes all tails keep for those that lag.
    var keptBytes: Int { tails.values.reduce(0) { $0 + $1.size } }

    /// Appends what was stored to the tails that are followed here.
    func publish(_ runs: [EncodedRun]) {
        for run in runs { tails[run.run.conversation]?.append(run) }
    }
}
