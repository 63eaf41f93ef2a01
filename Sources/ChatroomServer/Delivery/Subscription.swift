internal import ChatroomCore

/// One connection's place in one conversation: a position, not a queue.
///
/// It begins behind, while stored messages are read for it. Once nothing is missing between its position and the
/// ``RoomTail`` it is live and takes slices from there. Confined to its event loop. The two name each other, since they
/// are the ends of what is done most often.
final class Subscription {
    /// The conversation.
    let conversation: Conversation.ID
    /// The last message that was handed to the connection.
    private(set) var position: Message.Seq
    /// Whether it takes slices of the tail; otherwise it is behind, and pages are read for it from the store.
    private(set) var isLive = false
    /// Its index among the tail's subscribers.
    var place = 0
    /// How many bytes the tail keeps for it.
    private var kept = 0
    private let tail: RoomTail
    private unowned let reader: any SliceReader

    init(conversation: Conversation.ID, position: Message.Seq, tail: RoomTail, reader: any SliceReader) {
        self.conversation = conversation
        self.position = position
        self.tail = tail
        self.reader = reader
        tail.add(self)
    }

    /// Becomes live if the tail is known to reach back to the position, and falls behind otherwise.
    func begin() { advance(atHead: false) }

    /// Whether the connection can take more.
    var isWritable: Bool { reader.isWritable }

    /// Takes what the tail has, as long as the connection can take it; falls behind if something is missing.
    func resume() {
        guard isLive else { return }
        advance(atHead: true)
    }

    /// Whether the tail is to keep what it lacks; if its connection has enough kept, it is to read the store.
    func keeps(_ bytes: Int) -> Bool {
        // One that reads the store is helped by the tail as soon as its peer takes what was read.
        let isOfUse = isLive || reader.isWritable
        if keep(isOfUse ? bytes : 0) { return isOfUse }
        if isLive {
            isLive = false
            reader.fellBehind(conversation)
        }
        return false
    }

    /// Hands over a page that was read from the store.
    func take(page: EncodedRun) {
        let frames = page.encoded()
        reader.write(frames.bytes)
        position = page.run.first + Message.Seq(frames.ends.count) - 1
    }

    /// Notes that the store held nothing after the position, in a read that began after this subscription did.
    ///
    /// Whatever is stored after that read is published to the tail, because the tail was followed before the read. So a
    /// tail to which nothing was published yet lacks nothing.
    func reachedHead() { advance(atHead: true) }

    /// Ends it.
    func end() {
        _ = keep(0)
        tail.remove(self)
    }

    /// Whether nobody follows the tail any more.
    var isTailUnfollowed: Bool { tail.isUnfollowed }

    private func keep(_ bytes: Int) -> Bool {
        let isKept = reader.keeps(bytes, insteadOf: kept)
        kept = isKept ? bytes : 0
        return isKept
    }

    private func advance(atHead: Bool) {
        while true {
            switch tail.read(after: position) {
            case .nothing:
                isLive = true
                if kept > 0 { _ = keep(0) }
                return
            case .unknown where atHead:
                isLive = true
                return
            case .frames(let frames, let seq):
                isLive = true
                guard reader.isWritable else { return }
                position = seq
                reader.write(frames)
            case .gone, .unknown:
                isLive = false
                reader.fellBehind(conversation)
                return
            }
        }
    }
}
