import ChatroomCore
import ChatroomWire
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatroomServer

/// A connection of the server's that leads nowhere: what is written to it is kept.
struct ServerPeer {
    let channel: NIOAsyncTestingChannel
    let handle: WirePeer

    init(id: UInt64 = 1, source: String = "127.0.0.1") async throws {
        let channel = NIOAsyncTestingChannel()
        let (_, continuation) = AsyncStream.makeStream(of: Conversation.ID.self)
        let handler = try await channel.eventLoop.submit {
            let handler = ConnectionHandler(
                rooms: LoopRooms(loop: channel.eventLoop), limits: Limits(),
                decoder: RequestDecoder(limit: Frame.limitBeforeLogin, bodyLimit: 65_536), backlog: RequestBacklog(),
                behind: continuation)
            try channel.pipeline.syncOperations.addHandler(handler)
            return NIOLoopBound(handler, eventLoop: channel.eventLoop)
        }.get()
        try await channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1))
        self.channel = channel
        handle = WirePeer(
            id: id, origin: try #require(Origin(address: source)), channel: channel, handler: handler,
            backlog: RequestBacklog(), at: Sample.time)
    }

    /// The frames that were written so far.
    func written() async throws -> [ServerFrame] {
        var frames: [ServerFrame] = []
        while var bytes = try await channel.readOutbound(as: ByteBuffer.self) {
            let decoder = FrameDecoder(limit: Frame.limit)
            while let frame = try decoder.decode(buffer: &bytes) {
                if let frame = try ServerFrame.decode(frame) { frames.append(frame) }
            }
        }
        return frames
    }
}
