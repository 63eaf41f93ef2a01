public import ChatroomCore
internal import FoundationEssentials
public import NIOCore

/// A piece of a file, on its way in either direction.
public struct FileChunk: Sendable, Equatable {
    /// The file.
    public let file: FileID
    /// Where the piece begins, in bytes.
    public let offset: Int64
    /// The bytes: at most ``Attachment/chunkSize``.
    public let bytes: ByteBuffer

    /// Makes a piece.
    public init(file: FileID, offset: Int64, bytes: ByteBuffer) {
        self.file = file
        self.offset = offset
        self.bytes = bytes
    }

    init(_ wire: PBFileChunk) throws(ChatError) {
        try self.init(wire.file, wire.offset, ByteBuffer(bytes: wire.data))
    }

    private init(_ file: Int64, _ offset: Int64, _ bytes: ByteBuffer) throws(ChatError) {
        guard offset >= 0 else { throw ChatError(.invalid, "an offset is not negative") }
        guard bytes.readableBytes <= Attachment.chunkSize else {
            throw ChatError(.tooLarge, "a piece of a file has at most \(Attachment.chunkSize) bytes")
        }
        self.init(file: try FileID(wire: file), offset: offset, bytes: bytes)
    }

    var wire: PBFileChunk {
        var wire = PBFileChunk()
        wire.file = file.rawValue
        wire.offset = offset
        wire.data = Data(bytes.readableBytesView)
        return wire
    }
}

/// The frames of pieces, read and written without a copy through the generated code, which would cost as much as the
/// encryption. They are the same bytes as that code makes; what it alone understands is left to it.
extension FileChunk {
    /// Which message of the protocol holds the piece, by its field's number.
    enum Holder: UInt64 {
        /// `ClientFrame.put_chunk`.
        case request = 30
        /// `ServerFrame.file_chunk`.
        case reply = 25
    }

    /// Appends the frame, its length first.
    func encode(_ id: UInt64, in holder: Holder, to buffer: inout ByteBuffer) {
        var inner = ByteBuffer()
        inner.writeVarint(0x08)
        inner.writeVarint(UInt64(file.rawValue))
        if offset > 0 {
            inner.writeVarint(0x10)
            inner.writeVarint(UInt64(offset))
        }
        if bytes.readableBytes > 0 {
            inner.writeVarint(0x1A)
            inner.writeVarint(UInt64(bytes.readableBytes))
        }
        var outer = ByteBuffer()
        outer.writeVarint(0x08)
        outer.writeVarint(id)
        outer.writeVarint((holder.rawValue << 3) | 2)
        outer.writeVarint(UInt64(inner.readableBytes + bytes.readableBytes))
        let length = outer.readableBytes + inner.readableBytes + bytes.readableBytes
        buffer.reserveCapacity(minimumWritableBytes: 4 + length)
        buffer.writeInteger(UInt32(length))
        buffer.writeImmutableBuffer(outer)
        buffer.writeImmutableBuffer(inner)
        buffer.writeImmutableBuffer(bytes)
    }

    /// Reads the payload of a frame, if it holds a piece in the order of fields that everybody writes.
    ///
    /// - Returns: `nil` when it does not.
    /// - Throws: ``ChatError`` with code `invalid` or `too-large` when the piece's values are wrong.
    static func decode(
        _ payload: ByteBuffer, in holder: Holder
    ) -> (id: UInt64, chunk: Result<FileChunk, ChatError>)? {
        var payload = payload
        guard payload.readVarint() == 0x08, let id = payload.readVarint(), id > 0,
            payload.readVarint() == (holder.rawValue << 3) | 2, let length = payload.readVarint(),
            length == payload.readableBytes
        else { return nil }
        var values: [UInt64: UInt64] = [:]
        var bytes = ByteBuffer()
        while payload.readableBytes > 0 {
            guard let tag = payload.readVarint() else { return nil }
            switch tag {
            case 0x08, 0x10:
                guard values[tag] == nil, let value = payload.readVarint() else { return nil }
                values[tag] = value
            case 0x1A:
                guard let count = payload.readVarint(), count == payload.readableBytes else { return nil }
                bytes = payload.readSlice(length: Int(count)) ?? bytes
            default: return nil
            }
        }
        let (file, offset) = (Int64(bitPattern: values[0x08] ?? 0), Int64(bitPattern: values[0x10] ?? 0))
        let chunk = Result { [bytes] () throws(ChatError) in try FileChunk(file, offset, bytes) }
        return (id, chunk)
    }
}

extension ByteBuffer {
    /// Writes a number as protobuf does: seven bits a byte, the lowest first.
    fileprivate mutating func writeVarint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        writeInteger(UInt8(rest))
    }

    /// Reads such a number; `nil` when there is none.
    mutating func readVarint() -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: 0, through: 63, by: 7) {
            guard let byte = readInteger(as: UInt8.self) else { return nil }
            number |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return number }
        }
        return nil
    }
}
