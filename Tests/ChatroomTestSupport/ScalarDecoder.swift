/// Makes characters of UTF-8 that comes byte by byte; each longest piece that cannot be UTF-8 becomes U+FFFD.
struct ScalarDecoder: Sendable {
    private var value: UInt32 = 0
    private var missing = 0
    /// What the next byte of a character may be: less than usual after some first bytes (Unicode, table 3-7).
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Takes the next byte and hands over the characters that are whole.
    mutating func decode(_ byte: UInt8, _ body: (Unicode.Scalar) -> Void) {
        if missing > 0 {
            if allowed.contains(byte) {
                value = value << 6 | UInt32(byte & 0x3F)
                missing -= 1
                allowed = 0x80...0xBF
                if missing == 0 { body(Unicode.Scalar(value) ?? "\u{FFFD}") }
                return
            }
            missing = 0
            body("\u{FFFD}")
        }
        switch byte {
        case ..<0x80: body(Unicode.Scalar(byte))
        case 0xC2...0xDF: begin(byte & 0x1F, missing: 1)
        case 0xE0: begin(0, missing: 2, allowed: 0xA0...0xBF)
        case 0xED: begin(0x0D, missing: 2, allowed: 0x80...0x9F)
        case 0xE1...0xEF: begin(byte & 0x0F, missing: 2)
        case 0xF0: begin(0, missing: 3, allowed: 0x90...0xBF)
        case 0xF1...0xF3: begin(byte & 0x07, missing: 3)
        case 0xF4: begin(4, missing: 3, allowed: 0x80...0x8F)
        default: body("\u{FFFD}")
        }
    }

    private mutating func begin(_ bits: UInt8, missing: Int, allowed: ClosedRange<UInt8> = 0x80...0xBF) {
        (value, self.missing, self.allowed) = (UInt32(bits), missing, allowed)
    }
}
