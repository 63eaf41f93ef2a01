internal import ChatroomCore
public import NIOCore

/// Cuts requests out of a stream of bytes, and refuses one that is too large for its kind before any of it is kept.
///
/// What a request is shows in its first bytes. One that is refused is answered under its id and its bytes are dropped as
/// they come, so the connection goes on. Confined to its channel's event loop; ``limit`` may be raised there when the
/// peer has logged in.
public final class RequestDecoder: NIOSingleStepByteToMessageDecoder {
    /// A request, or why it is refused.
    public typealias InboundOut = ClientFrame

    /// The largest payload that is taken, in bytes; a larger one ends the connection.
    public var limit: Int
    private let sizes: RequestSizes
    /// How many bytes of a request that was refused are still to come.
    private var unwanted = 0

    /// Makes a decoder that takes payloads of up to `limit` bytes.
    ///
    /// - Parameters:
    ///   - limit: The largest payload of all, in bytes.
    ///   - bodyLimit: The largest body of a message, in bytes.
    public init(limit: Int, bodyLimit: Int) {
        self.limit = limit
        sizes = RequestSizes(bodyLimit: bodyLimit)
    }

    /// Takes one request from the front of the buffer, if enough of it is there.
    ///
    /// - Throws: ``ChatError`` with code `too-large` as soon as a length above the limit is seen, or
    ///   `protocol-violation`.
    public func decode(buffer: inout ByteBuffer) throws -> ClientFrame? {
        guard dropUnwanted(&buffer), let size = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else {
            return nil
        }
        guard size <= limit else {
            throw ChatError(.tooLarge, "a frame of \(size) bytes is over the limit of \(limit)")
        }
        let length = Int(size)
        if length > RequestSizes.usual {
            let start = min(length, RequestHead.longest)
            guard let bytes = buffer.getSlice(at: buffer.readerIndex + 4, length: start) else { return nil }
            guard let head = RequestHead(bytes) else {
                throw ChatError(.protocolViolation, "a large frame does not begin with its id and its request")
            }
            if let refusal = sizes.refusal(of: head, length: length) {
                buffer.moveReaderIndex(forwardBy: 4)
                unwanted = length
                return ClientFrame(id: head.id, refusal: refusal)
            }
        }
        guard buffer.readableBytes >= 4 + length else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        return try buffer.readSlice(length: length).map { payload throws(ChatError) in
            try ClientFrame(decoding: payload)
        }
    }

    /// Does what ``decode(buffer:)`` does; a frame that the peer left unfinished is dropped.
    public func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> ClientFrame? {
        try decode(buffer: &buffer)
    }

    /// Drops what has come of a request that was refused.
    ///
    /// - Returns: Whether all of it has come.
    private func dropUnwanted(_ buffer: inout ByteBuffer) -> Bool {
        let count = min(unwanted, buffer.readableBytes)
        buffer.moveReaderIndex(forwardBy: count)
        unwanted -= count
        return unwanted == 0
    }
}
