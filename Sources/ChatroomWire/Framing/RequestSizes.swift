internal import ChatroomCore
internal import NIOCore

/// How large the frame of a request may be, by its verb.
struct RequestSizes {
    /// The largest frame of most requests, and what a frame may have beyond the content for which it may be larger.
    static let usual = 4 * 1024
    /// Those with lists: 32 terms of a search with 256 bytes each, 1000 numbers of messages with ten.
    private static let list = 12 * 1024

    let bodyLimit: Int

    /// The largest frame of a request, in bytes without the length.
    func limit(of verb: UInt64) -> Int {
        switch verb {
        case RequestField.send: bodyLimit + Self.usual
        case RequestField.putChunk: Attachment.chunkSize + Self.usual
        case RequestField.search, RequestField.settle: Self.list
        default: Self.usual
        }
    }

    /// Refuses a frame that is too large for what it begins with, or has much that does not belong to that.
    func refusal(of head: RequestHead, length: Int) -> ChatError? {
        let limit = limit(of: head.verb)
        guard length <= limit else {
            return ChatError(.tooLarge, "a request of this kind has at most \(limit) bytes, this has \(length)")
        }
        let rest = length - head.size
        guard head.length <= rest, rest - head.length <= Self.usual else {
            return ChatError(.tooLarge, "a request with more than \(Self.usual) bytes that do not belong to it")
        }
        return nil
    }
}

/// What the first bytes of a request tell: its id, its verb, and how long that one's content is.
///
/// Everybody writes the fields of a message in the order of their numbers, so the id comes first; a large frame that
/// begins otherwise is none of ours.
struct RequestHead {
    /// In how many bytes all of it can be told.
    static let longest = 32

    let id: UInt64
    let verb: UInt64
    let length: Int
    /// How many bytes it takes itself.
    let size: Int

    /// Reads it; `nil` when the bytes begin otherwise.
    init?(_ bytes: ByteBuffer) {
        var bytes = bytes
        let start = bytes.readerIndex
        guard bytes.readVarint() == 0x08, let id = bytes.readVarint(), id > 0, let tag = bytes.readVarint(),
            tag & 7 == 2, let length = bytes.readVarint().flatMap({ Int(exactly: $0) })
        else { return nil }
        self.id = id
        verb = tag >> 3
        self.length = length
        size = bytes.readerIndex - start
    }
}
