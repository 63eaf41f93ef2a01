/// Writes a text as a JSON string.
enum JSONText {
    /// Appends the text in quotes, with every character escaped that JSON or a terminal would take for more than text.
    static func append(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            if bytes.allSatisfy(isPlain) {
                buffer.append(contentsOf: bytes)
            } else {
                appendEscaping(bytes, to: &buffer)
            }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func appendEscaping(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
        var rest = bytes[...]
        while let first = rest.first {
            if isPlain(first) {
                let run = rest.prefix(while: isPlain)
                buffer.append(contentsOf: run)
                rest = rest[run.endIndex...]
            } else if first < 0x80 {
                appendEscape(of: first, to: &buffer)
                rest = rest.dropFirst()
            } else {
                // The bytes are those of a String, so they are well-formed UTF-8.
                let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
                let encoded = rest.prefix(length)
                let scalar = scalar(encoded)
                if isEscaped(scalar) {
                    for unit in UTF16.encode(scalar) ?? .init() { appendHexadecimal(unit, to: &buffer) }
                } else {
                    buffer.append(contentsOf: encoded)
                }
                rest = rest.dropFirst(length)
            }
        }
    }

    private static func scalar(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Unicode.Scalar {
        let value = bytes.dropFirst().reduce(UInt32(bytes.first ?? 0) & (0x7F >> UInt32(bytes.count))) { value, byte in
            (value << 6) | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// Joiners and variation selectors go as they are: they change how a character looks and nothing else.
    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool { TerminalCharacter.isHostile(scalar) }

    private static func appendEscape(of byte: UInt8, to buffer: inout [UInt8]) {
        let letter: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = byte
        case UInt8(ascii: "\n"): letter = UInt8(ascii: "n")
        case UInt8(ascii: "\r"): letter = UInt8(ascii: "r")
        case UInt8(ascii: "\t"): letter = UInt8(ascii: "t")
        default: return appendHexadecimal(UInt16(byte), to: &buffer)
        }
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(letter)
    }

    private static func appendHexadecimal(_ unit: UInt16, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(UInt8(ascii: "u"))
        for shift: UInt16 in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: (unit >> shift) & 15)
            buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
