internal import ChatroomCore
public import NIOCore

/// Cuts a stream of bytes into the payloads of frames, refusing a frame by its length before any of it is kept.
///
/// Confined to its channel's event loop; ``limit`` may be raised there when the peer has logged in.
public final class FrameDecoder: NIOSingleStepByteToMessageDecoder {
    /// The payload of one frame, without its length.
    public typealias InboundOut = ByteBuffer

    /// The largest payload that is taken, in bytes.
    public var limit: Int

    /// Makes a decoder that takes payloads of up to `limit` bytes.
    public init(limit: Int) { self.limit = limit }

    /// Takes one payload from the front of the buffer, if it is there whole.
    ///
    /// - Throws: ``ChatError`` with code `too-large` as soon as a length above the limit is seen.
    public func decode(buffer: inout ByteBuffer) throws -> ByteBuffer? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard length <= limit else {
            throw ChatError(.tooLarge, "a frame of \(length) bytes is over the limit of \(limit)")
        }
        guard buffer.readableBytes >= 4 + Int(length) else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        return buffer.readSlice(length: Int(length))
    }

    /// Does what ``decode(buffer:)`` does; a frame that the peer left unfinished is dropped.
    public func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> ByteBuffer? {
        try decode(buffer: &buffer)
    }
}
