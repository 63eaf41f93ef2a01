/// Bytes as two hexadecimal digits each, lower case.
public enum Hexadecimal {
    /// The digits of bytes.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The bytes of digits in either case.
    ///
    /// - Returns: `nil` when there is an odd number of them, or anything else in the text.
    public static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        // Digits of other scripts, which have a value too, take more than a byte.
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8((digits[$0] << 4) | digits[$0 + 1]) }
    }
}
