internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomWire
internal import Glibc
internal import NIOCore

/// A journal of messages on their way: the protocol's own frames, one behind the other.
///
/// A `send` adds a message; a `ping` with the same number strikes it, so that it cannot be sent again later.
struct OutboxJournal {
    /// The largest journal that is read, in bytes.
    static let limit = 16 * 1024 * 1024

    /// What waits, in the order in which it was added, each with the number of its frame.
    private(set) var entries: [(number: UInt64, message: OutgoingMessage)] = []
    /// How many bytes the whole frames take; an unfinished one behind them was never taken.
    private(set) var length = 0
    /// Whether all frames were understood; those that were not may be of a later version.
    private(set) var isUnderstood = true
    /// The highest number of a frame.
    private(set) var lastNumber: UInt64 = 0

    /// Reads a journal.
    ///
    /// - Parameter bytes: All of it.
    init(_ bytes: [UInt8]) {
        let decoder = FrameDecoder(limit: Self.limit)
        var buffer = ByteBuffer(bytes: bytes)
        var struck: Set<UInt64> = []
        while let payload = (try? decoder.decode(buffer: &buffer)).flatMap({ $0 }) {
            guard let frame = try? ClientFrame(decoding: payload) else {
                isUnderstood = false
                break
            }
            switch frame.request {
            case .success(.send(let message)): entries.append((frame.id, message))
            case .success(.ping): struck.insert(frame.id)
            default: isUnderstood = false
            }
            lastNumber = max(lastNumber, frame.id)
            length = buffer.readerIndex
        }
        entries.removeAll { struck.contains($0.number) }
    }

    /// Writes what adds a message.
    static func add(_ message: OutgoingMessage, as number: UInt64, to buffer: inout ByteBuffer) throws(ChatError) {
        try ClientFrame(id: number, request: .send(message)).encode(into: &buffer)
    }

    /// Writes what strikes a message.
    static func strike(_ number: UInt64, to buffer: inout ByteBuffer) throws(ChatError) {
        try ClientFrame(id: number, request: .ping(ChatroomWire.Ping())).encode(into: &buffer)
    }

    /// Puts frames at the end of a journal; returns when they are on the disk.
    ///
    /// - Throws: `ChatError` with code `file-access`; the journal is as it was then.
    static func append(
        _ buffer: ByteBuffer, to file: borrowing Descriptor, shownAs: String
    ) throws(ChatError) {
        let before = file.status?.st_size ?? 0
        guard file.write(Array(buffer.readableBytesView)), file.flushData() else {
            let error = SystemError.last
            // Half a frame would hide what is added later.
            file.truncate(to: Int64(before))
            throw error.chatError(.fileAccess, "cannot write into \(shownAs)")
        }
    }

    /// The name of an identity as a file can have it, with what no name of a file may hold written as in a URL.
    static func fileName(of identity: String) -> String {
        var name = ""
        for byte in identity.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "@"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return name
    }
}
