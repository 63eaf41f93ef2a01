import ChatroomCore
import ChatroomWire
import NIOCore

@testable import ChatroomTestSupport

extension Request {
    /// The whole frame of the request, its length first.
    func frame(id: UInt64) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        try ClientFrame(id: id, request: self).encode(into: &buffer)
        return buffer
    }
}

extension ServerFrame {
    /// Reads a frame as whoever asked does: what it answers is taken for what it is, and put together again.
    static func read(_ payload: ByteBuffer) throws(ChatError) -> ServerFrame? {
        guard case .reply(let id, .success(let content))? = try decode(payload) else { return try decode(payload) }
        return .reply(id, .success(try Reply(content).content))
    }

    /// The whole frame, its length first.
    var encoded: ByteBuffer {
        var buffer = ByteBuffer()
        encode(into: &buffer)
        return buffer
    }
}

extension ByteBuffer {
    /// What follows the length of a frame.
    var payload: ByteBuffer { getSlice(at: readerIndex + 4, length: readableBytes - 4) ?? ByteBuffer() }
}

extension Sample {
    static let claimed = Claimed(
        conversation: conversation,
        work: [
            Claimed.Work(message: entry(43), failures: 0), Claimed.Work(message: entry(45, .edit(of: 43)), failures: 3),
        ], hasMore: true)
}
