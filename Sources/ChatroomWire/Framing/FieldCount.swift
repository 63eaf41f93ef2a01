internal import ChatroomCore
internal import NIOCore

/// Counts what is in a request before it is decoded, since a frame of few bytes can hold very many empty fields, and
/// each of them costs as much as a full one.
///
/// It looks at tags and lengths only, and stops where there are too many.
struct FieldCount {
    /// The most fields of a request; a search of 32 terms has some 170.
    static let usual = 256
    /// The most of one that settles a thousand messages.
    static let settling = 1100

    /// What is in a field.
    private enum Content {
        case value, message, numbers
    }

    private var left = Self.usual

    private init() {}

    /// Whether a frame has no more than it may.
    ///
    /// - Throws: ``ChatError`` with code `protocol-violation` when the bytes are no message.
    static func fits(_ payload: ByteBuffer) throws(ChatError) -> Bool {
        var count = FieldCount()
        if RequestHead(payload)?.verb == RequestField.settle { count.left = settling }
        return try count.take(payload) { field in RequestField.all.contains(field) ? .message : .value }
    }

    /// Counts the fields of a message.
    ///
    /// - Returns: Whether there are few enough.
    private mutating func take(
        _ message: ByteBuffer, within request: UInt64? = nil, _ content: (UInt64) -> Content
    ) throws(ChatError) -> Bool {
        var rest = message
        while rest.readableBytes > 0 {
            left -= 1
            guard left >= 0 else { return false }
            guard let tag = rest.readVarint() else { throw Self.malformed }
            let field = tag >> 3
            switch tag & 7 {
            case 0: guard rest.readVarint() != nil else { throw Self.malformed }
            case 1: guard rest.readSlice(length: 8) != nil else { throw Self.malformed }
            case 2:
                guard let length = rest.readVarint().flatMap({ Int(exactly: $0) }),
                    let value = rest.readSlice(length: length)
                else { throw Self.malformed }
                switch content(field) {
                case .value: break
                case .numbers: guard try takeNumbers(value) else { return false }
                case .message where request == nil:
                    let isFew = try take(value, within: field) { inner in Self.content(of: inner, in: field) }
                    guard isFew else { return false }
                // What is in a message of a message holds values only.
                case .message: guard try take(value, within: field, { _ in .value }) else { return false }
                }
            // Groups, which nothing here has: what is in them is counted as if it stood beside them.
            case 3, 4: break
            case 5: guard rest.readSlice(length: 4) != nil else { throw Self.malformed }
            default: throw Self.malformed
            }
        }
        return true
    }

    /// Counts numbers that share a field.
    private mutating func takeNumbers(_ bytes: ByteBuffer) throws(ChatError) -> Bool {
        var rest = bytes
        while rest.readableBytes > 0 {
            left -= 1
            guard left >= 0 else { return false }
            guard rest.readVarint() != nil else { throw Self.malformed }
        }
        return true
    }

    /// What is in a field of a request: all but these hold one value.
    private static func content(of field: UInt64, in request: UInt64) -> Content {
        switch (request, field) {
        case (RequestField.login, 1), (RequestField.send, 8), (RequestField.search, 1): .message
        case (RequestField.hello, 1), (RequestField.settle, 3), (RequestField.settle, 4): .numbers
        default: .value
        }
    }

    private static let malformed = ChatError(.protocolViolation, "malformed frame")
}
