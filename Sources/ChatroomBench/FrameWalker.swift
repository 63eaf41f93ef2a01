internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// Finds the frames in a stream of bytes by their lengths, and counts those that are messages without decoding them.
///
/// Pure. A message frame that is split over several reads is not put together: what is left of it is skipped when it
/// comes. Only a frame that is to be decoded and is split, and a split header, are copied.
struct FrameWalker {
    /// What a step found.
    enum Step: Equatable {
        /// So many message frames ended and were passed over.
        case passed(Int)
        /// The payload of a frame to look at: one that is no message, or the message that was asked for.
        case frame(ByteBuffer)
    }

    /// The first byte of a message's frame: field 11 of a ServerFrame, whose id, 0 for events, is not encoded.
    private static let messageTag = UInt8((11 << 3) | 2)
    /// A frame's length and its first byte.
    private static let headerSize = 5

    /// The bytes of the current message that are still to come.
    private var skip = 0
    /// The beginning of a frame that is to be decoded, or of a header.
    private var partial = ByteBuffer()

    /// Takes bytes from the front of a buffer until there is something to tell.
    ///
    /// - Parameters:
    ///   - buffer: What was read; all of it is taken when there is nothing more to tell.
    ///   - limit: How many messages may be passed over before one is to be looked at; 0 when it is the next one.
    /// - Returns: What was found, or `nil` when more bytes are needed.
    /// - Throws: ``ChatError`` with code `protocol-violation` for a length that no frame has.
    mutating func step(_ buffer: inout ByteBuffer, passing limit: Int) throws(ChatError) -> Step? {
        if skip > 0 {
            let taken = min(skip, buffer.readableBytes)
            buffer.moveReaderIndex(forwardBy: taken)
            skip -= taken
            return skip > 0 || taken == 0 ? nil : .passed(1)
        }
        if partial.readableBytes > 0 { return try finish(&buffer, passing: limit) }
        let passed = try pass(&buffer, limit: limit)
        return passed > 0 ? .passed(passed) : try begin(&buffer, passing: limit)
    }

    /// Passes over the whole message frames at the front.
    private func pass(_ buffer: inout ByteBuffer, limit: Int) throws(ChatError) -> Int {
        let (end, count) = buffer.withUnsafeReadableBytes { bytes in
            var (place, count) = (0, 0)
            while count < limit, bytes.count - place >= Self.headerSize, bytes[place + 4] == Self.messageTag {
                let length = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
                // A length that no frame has is left for the slow way to refuse.
                guard length > 0, length <= Frame.limit, bytes.count - place - 4 >= length else { break }
                place += 4 + length
                count += 1
            }
            return (place, count)
        }
        buffer.moveReaderIndex(forwardBy: end)
        return count
    }

    /// Takes the frame at the front, which is not whole or is to be looked at.
    private mutating func begin(_ buffer: inout ByteBuffer, passing limit: Int) throws(ChatError) -> Step? {
        guard let header = try Header(buffer) else {
            partial.writeBuffer(&buffer)
            return nil
        }
        let whole = 4 + header.length
        if buffer.readableBytes >= whole, let payload = buffer.getSlice(at: buffer.readerIndex + 4, length: whole - 4) {
            buffer.moveReaderIndex(forwardBy: whole)
            return .frame(payload)
        }
        if header.isMessage, limit > 0 {
            skip = whole - buffer.readableBytes
            buffer.moveReaderIndex(to: buffer.writerIndex)
        } else {
            partial.writeBuffer(&buffer)
        }
        return nil
    }

    /// Adds to a frame whose beginning was kept.
    private mutating func finish(_ buffer: inout ByteBuffer, passing limit: Int) throws(ChatError) -> Step? {
        keep(from: &buffer, upTo: Self.headerSize)
        guard let header = try Header(partial) else { return nil }
        let whole = 4 + header.length
        if header.isMessage, limit > 0 {
            skip = whole - partial.readableBytes
            partial.clear()
            return skip > 0 ? try step(&buffer, passing: limit) : .passed(1)
        }
        keep(from: &buffer, upTo: whole)
        guard partial.readableBytes == whole else { return nil }
        partial.moveReaderIndex(forwardBy: 4)
        defer { partial = ByteBuffer() }
        return .frame(partial)
    }

    private mutating func keep(from buffer: inout ByteBuffer, upTo size: Int) {
        let missing = min(max(0, size - partial.readableBytes), buffer.readableBytes)
        if var part = buffer.readSlice(length: missing) { partial.writeBuffer(&part) }
    }

    private struct Header {
        let length: Int
        let isMessage: Bool

        /// Reads the header at the front, if it is there whole.
        init?(_ buffer: ByteBuffer) throws(ChatError) {
            let place = buffer.readerIndex
            guard let length = buffer.getInteger(at: place, as: UInt32.self) else { return nil }
            guard length > 0, length <= Frame.limit else {
                throw ChatError(.protocolViolation, "a frame of \(length) bytes")
            }
            guard let tag = buffer.getInteger(at: place + 4, as: UInt8.self) else { return nil }
            self.length = Int(length)
            isMessage = tag == FrameWalker.messageTag
        }
    }
}
