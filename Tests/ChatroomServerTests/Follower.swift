import ChatroomCore
import ChatroomWire
import NIOCore
import NIOEmbedded

@testable import ChatroomServer

/// A connection on an embedded loop that follows a conversation; what it is sent is decoded.
final class Follower {
    let channel: EmbeddedChannel
    let handler: ConnectionHandler
    /// The seqs of all messages that were collected.
    private(set) var all: [Message.Seq] = []

    init(_ rooms: LoopRooms, _ loop: EmbeddedEventLoop) throws {
        channel = EmbeddedChannel(loop: loop)
        let (_, continuation) = AsyncStream.makeStream(of: Conversation.ID.self)
        handler = ConnectionHandler(
            rooms: rooms, limits: Limits(), decoder: RequestDecoder(limit: Frame.limit, bodyLimit: 65_536),
            backlog: RequestBacklog(),
            behind: continuation)
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    /// Whether stored messages must be read for it.
    var isBehind: Bool { handler.beingRead.contains(Sample.conversation) }

    /// Follows the conversation, as a request does.
    func follow(after position: Message.Seq) throws {
        let following = Following(conversation: Sample.conversation, position: position, head: position)
        try handler.follow(following, reply: ByteBuffer())
    }

    /// Hands over a page.
    ///
    /// - Returns: Whether the store must be read again.
    func caughtUp(_ page: EncodedRun?, after position: Message.Seq, hasMore: Bool = false) -> Bool {
        handler.caughtUp(page, after: position, in: Sample.conversation, hasMore: hasMore)
    }

    /// Lets the peer take more, or not.
    func setWritable(_ isWritable: Bool) {
        guard channel.isWritable != isWritable else { return }
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    /// The messages that were written since the last look.
    @discardableResult
    func collect() throws -> [Message.Seq] {
        var seqs: [Message.Seq] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { seqs += try Self.seqs(bytes) }
        all += seqs
        return seqs
    }

    /// The messages in whole frames.
    static func seqs(_ bytes: ByteBuffer) throws -> [Message.Seq] {
        var bytes = bytes
        var seqs: [Message.Seq] = []
        let decoder = FrameDecoder(limit: Frame.limit)
        while let frame = try decoder.decode(buffer: &bytes) {
            guard case .event(.posted(Sample.conversation, let message))? = try ServerFrame.decode(frame) else {
                throw ChatError(.protocolViolation, "no message")
            }
            seqs.append(message.seq)
        }
        guard bytes.readableBytes == 0 else { throw ChatError(.protocolViolation, "a part of a frame") }
        return seqs
    }
}
