internal import ChatroomCore
internal import NIOCore

// The circle is of a tail and those that read it: they are moved together, on one loop.

/// The newest messages of one conversation on one event loop, as buffers of encoded frames, and who follows them there.
///
/// Publishing appends the frames once. In the loop's next turn each subscriber gets one slice from its own position to
/// the end: one write, one TLS record and one system call for many messages, and no copy per subscriber. What everyone
/// has is dropped at once; for those that lag at most ``capacity`` bytes are kept, as far as their connections have
/// them kept (``SliceReader/keeps(_:insteadOf:)``), and who falls behind that reads the store. Confined to its event loop.
final class RoomTail {
    /// How many bytes are kept for subscribers that lag.
    static let capacity = 2 * 1024 * 1024
    /// A chunk that has reached this size takes no more, so that a slice somebody still holds pins little memory.
    static let chunkSize = 256 * 1024
    /// The most bytes that one write hands to a channel, but for a single larger frame.
    static let sliceSize = 256 * 1024

    /// The largest buffer that is kept while there is nothing in it.
    static let keptCapacity = 64 * 1024

    private struct Chunk {
        var first: Message.Seq
        var bytes = ByteBuffer()
        var ends: [Int] = []
        var last: Message.Seq { first + Message.Seq(ends.count) - 1 }
    }

    /// What lies after a position.
    enum Reading {
        /// Nothing: the position is at the end.
        case nothing
        /// That is not known, because nothing was published here yet.
        case unknown
        /// Whole frames, up to and including the message with this seq.
        case frames(ByteBuffer, through: Message.Seq)
        /// Something that is no longer, or was never, kept here.
        case gone
    }

    private let loop: any EventLoop
    private var chunks: [Chunk] = []
    /// The seq that comes next; `nil` until the first message is published here.
    private var next: Message.Seq?
    /// How many bytes are kept.
    private(set) var size = 0
    private var isScheduled = false
    private var subscribers: [Subscription] = []

    init(loop: any EventLoop) { self.loop = loop }

    /// Whether nobody follows.
    var isUnfollowed: Bool { subscribers.isEmpty }

    /// Adds a subscriber; it is served once it is live.
    func add(_ subscription: Subscription) {
        subscription.place = subscribers.count
        subscribers.append(subscription)
    }

    /// Removes a subscriber.
    func remove(_ subscription: Subscription) {
        guard subscription.place < subscribers.count, subscribers[subscription.place] === subscription else { return }
        let moved = subscribers.removeLast()
        guard moved !== subscription else { return }
        moved.place = subscription.place
        subscribers[moved.place] = moved
    }

    /// Appends messages, to be delivered in the loop's next turn with all others that come in this one.
    ///
    /// Of a run that overlaps what is here already the rest is taken. One that leaves a gap begins the tail anew, so that
    /// whoever lacks something reads the store.
    func append(_ run: EncodedRun) {
        let first = run.run.first
        let end = first + Message.Seq(run.run.messages.count)
        if let next, end <= next { return }
        if let next, first > next { drop() }
        var frames = run.encoded()
        var from = first
        if let next, first < next {
            frames = frames.dropping(Int(next - first))
            from = next
        }
        if (chunks.last?.bytes.readableBytes ?? .max) >= Self.chunkSize { chunks.append(Chunk(first: from)) }
        let last = chunks.count - 1
        let start = chunks[last].bytes.writerIndex
        chunks[last].bytes.writeImmutableBuffer(frames.bytes)
        chunks[last].ends.append(contentsOf: frames.ends.lazy.map { start + $0 })
        size += frames.bytes.readableBytes
        next = end
        while size > Self.capacity, chunks.count > 1 { size -= chunks.removeFirst().bytes.readableBytes }
        guard !isScheduled else { return }
        isScheduled = true
        let tail = NIOLoopBound(self, eventLoop: loop)
        loop.execute { tail.value.deliver() }
    }

    /// What comes after a position, as one slice of at most ``sliceSize`` bytes.
    func read(after position: Message.Seq) -> Reading {
        guard let next else { return .unknown }
        guard position < next - 1 else { return .nothing }
        guard let chunk = chunks.first(where: { $0.last > position }), chunk.first <= position + 1 else { return .gone }
        let skipped = Int(position + 1 - chunk.first)
        let start = skipped == 0 ? 0 : chunk.ends[skipped - 1]
        var count = chunk.ends.count
        if chunk.bytes.writerIndex - start > Self.sliceSize {
            let fitting = chunk.ends[skipped...].prefix { $0 - start <= Self.sliceSize }.count
            count = skipped + max(1, fitting)
        }
        guard let slice = chunk.bytes.getSlice(at: start, length: chunk.ends[count - 1] - start) else { return .gone }
        return .frames(slice, through: chunk.first + Message.Seq(count) - 1)
    }

    /// How many bytes are kept for somebody who is at a position.
    private func size(after position: Message.Seq) -> Int {
        chunks.reduce(0) { $0 + ($1.last > position ? $1.bytes.readableBytes : 0) }
    }

    private func deliver() {
        isScheduled = false
        guard let next else { return }
        var isDrained = true
        for subscriber in subscribers where subscriber.position < next - 1 {
            if subscriber.isWritable { subscriber.resume() }
            // One that reads the store still will need what comes after the store's end.
            if subscriber.position < next - 1, subscriber.keeps(size(after: subscriber.position)) { isDrained = false }
        }
        if isDrained { forget(before: next) }
    }

    /// Forgets all, what somebody lacks included.
    private func drop() {
        chunks.removeAll(keepingCapacity: true)
        size = 0
        next = nil
    }

    /// Drops what everyone has, keeping a modest buffer for what comes.
    private func forget(before next: Message.Seq) {
        guard var kept = chunks.popLast() else { return }
        if kept.bytes.capacity > Self.keptCapacity { kept.bytes = ByteBuffer() } else { kept.bytes.clear() }
        kept.ends.removeAll(keepingCapacity: true)
        kept.first = next
        chunks.removeAll(keepingCapacity: true)
        chunks.append(kept)
        size = 0
    }
}
