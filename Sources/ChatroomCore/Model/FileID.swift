/// The name under which a server knows a file, from the first byte of its upload on: `f_` and ten characters.
///
/// It is a random number of 50 bits in Crockford's base 32, which has no letters that are easily confused
/// (https://www.crockford.com/base32.html). Knowing it gives no right to read the file.
public struct FileID: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// The number, 1 to 2^50 - 1.
    public let rawValue: Int64

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let length = 10

    /// Makes an id of its number.
    public init?(rawValue: Int64) {
        guard (1..<1 << 50).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// Makes a new id.
    public init<Random: RandomNumberGenerator>(using random: inout Random) {
        rawValue = Int64.random(in: 1..<1 << 50, using: &random)
    }

    /// Reads an id in either case; `O` counts as 0, `I` and `L` as 1.
    ///
    /// - Throws: ``ChatError`` with code `invalid`.
    public init(_ text: String) throws(ChatError) {
        let digits = Array(text.utf8)
        guard digits.count == 2 + Self.length, text.asciiLowercased.utf8.starts(with: "f_".utf8) else {
            throw Self.malformed(text)
        }
        var number: Int64 = 0
        for digit in digits.dropFirst(2) {
            guard let value = Self.value(of: digit) else { throw Self.malformed(text) }
            number = (number << 5) | Int64(value)
        }
        guard let id = FileID(rawValue: number) else { throw Self.malformed(text) }
        self = id
    }

    /// The id as people see it: `f_01998C3WB2`.
    public var description: String {
        let digits = (0..<Self.length).map { Self.alphabet[Int((rawValue >> (5 * (Self.length - 1 - $0))) & 31)] }
        return "f_" + String(decoding: digits, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> Int? {
        switch digit | 0x20 {
        case UInt8(ascii: "o"): 0
        case UInt8(ascii: "i"), UInt8(ascii: "l"): 1
        default: alphabet.firstIndex { $0 == digit || $0 >= UInt8(ascii: "A") && $0 | 0x20 == digit }
        }
    }

    private static func malformed(_ text: String) -> ChatError {
        ChatError(
            .invalid, "'\(text)' is not the id of a file, such as f_01998C3WB2",
            hint: "'chatroom getfile --list' shows them.")
    }
}
