/// The identity of a message, made by the client that sends it: a UUID of version 7 (RFC 9562, section 5.7).
///
/// It is the idempotency key: a message sent again under the same id is stored once. Ids made later sort later, so the
/// database writes to one hot page of its index.
public struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// The first and the last eight bytes, each big-endian.
    public let high: UInt64, low: UInt64

    /// Makes an id for a message that is sent at a time.
    public init<Random: RandomNumberGenerator>(at time: Timestamp, using random: inout Random) {
        let milliseconds = UInt64(truncatingIfNeeded: time.milliseconds) & 0xFFFF_FFFF_FFFF
        high = (milliseconds << 16) | 0x7000 | (random.next() & 0x0FFF)
        low = 0x8000_0000_0000_0000 | (random.next() >> 2)
    }

    /// Makes an id of its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the 16 bytes of an id, of any UUID version.
    ///
    /// - Returns: `nil` when there are not exactly 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        func number(_ part: some Collection<UInt8>) -> UInt64 { part.reduce(0) { ($0 << 8) | UInt64($1) } }
        high = number(bytes.prefix(8))
        low = number(bytes.dropFirst(8))
    }

    /// Reads the text form of an id, in either case: `019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11`.
    ///
    /// - Throws: ``ChatError`` with code `invalid`.
    public init(_ text: String) throws(ChatError) {
        var digits: [UInt8] = []
        for (place, byte) in text.utf8.enumerated() {
            let isHyphenPlace = [8, 13, 18, 23].contains(place)
            if isHyphenPlace, byte == UInt8(ascii: "-") { continue }
            guard !isHyphenPlace, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw MessageID.malformed(text)
            }
            digits.append(UInt8(digit))
        }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { (digits[$0] << 4) | digits[$0 + 1] }
        guard text.utf8.count == 36, let id = MessageID(bytes: bytes) else { throw MessageID.malformed(text) }
        self = id
    }

    private static func malformed(_ text: String) -> ChatError {
        ChatError(
            .invalid, "'\(text)' is not a message id", hint: "One looks like 019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11.")
    }

    /// The 16 bytes, most significant first.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }

    /// The text form in lower case.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
