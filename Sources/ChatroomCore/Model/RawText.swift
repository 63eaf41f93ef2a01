/// Bytes that the system gives and takes, an argument, a variable, a path, carried in a `String` without losing any.
///
/// They need not be UTF-8, and a `String` would quietly put U+FFFD where they are not. So each byte that is no part of
/// well-formed UTF-8 becomes a private character, U+10F700 and the byte; a private character that is there already is
/// written the same way, byte by byte. Hence ``string(_:)`` and ``bytes(of:)`` are each other's inverse for all bytes.
/// What becomes of such a string is decided in two ways: a path or a command goes back to the system as its bytes, by
/// `withRawBytes`, and whatever is to be text goes through ``text(_:)``, which refuses it.
public enum RawText {
    /// What stands for the bytes 0x80 to 0xFF.
    private static let stand: ClosedRange<UInt32> = 0x10F780...0x10F7FF
    private static let base: UInt32 = 0x10F700
    /// The first byte of what stands for a byte, in UTF-8; rare enough to look no further where it is not.
    private static let lead: UInt8 = 0xF4

    /// The bytes as a string.
    public static func string(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self), isPlain(text) { return text }
        var result = String.UnicodeScalarView()
        var parser = Unicode.UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var position = bytes.startIndex
        while true {
            let count: Int
            switch parser.parseScalar(from: &input) {
            case .emptyInput: return String(result)
            case .error(let length): count = length
            case .valid(let encoded):
                let scalar = UTF8.decode(encoded)
                if !stand.contains(scalar.value) {
                    result.append(scalar)
                    position = bytes.index(position, offsetBy: encoded.count)
                    continue
                }
                count = encoded.count
            }
            for _ in 0..<count {
                if let scalar = Unicode.Scalar(base + UInt32(bytes[position])) { result.append(scalar) }
                position = bytes.index(after: position)
            }
        }
    }

    /// The bytes that a string stands for.
    public static func bytes(of raw: String) -> [UInt8] {
        guard !isPlain(raw) else { return Array(raw.utf8) }
        var bytes: [UInt8] = []
        for scalar in raw.unicodeScalars {
            if let byte = byte(of: scalar) { bytes.append(byte) } else { bytes += Array(String(scalar).utf8) }
        }
        return bytes
    }

    /// Whether a string stands for the bytes that it has anyhow.
    public static func isPlain(_ raw: String) -> Bool {
        !raw.utf8.contains(lead) || !raw.unicodeScalars.contains { stand.contains($0.value) }
    }

    /// The text that a string stands for.
    ///
    /// - Throws: ``ChatError`` with code `invalid` when its bytes are not UTF-8.
    public static func text(_ raw: String) throws(ChatError) -> String {
        guard !isPlain(raw) else { return raw }
        guard let text = String(validating: bytes(of: raw), as: UTF8.self) else {
            throw ChatError(.invalid, "'\(raw)' is not UTF-8", hint: "Names and texts are; only paths need not be.")
        }
        return text
    }

    /// The string for people: `caf\xe9`.
    public static func shown(_ raw: String) -> String {
        guard !isPlain(raw) else { return raw }
        var result = String.UnicodeScalarView()
        for scalar in raw.unicodeScalars {
            if let byte = byte(of: scalar) {
                result.append(contentsOf: "\\x\(String(byte, radix: 16))".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The byte that a character stands for; `nil` for every other character.
    public static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        stand.contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
    }
}

extension String {
    /// Lends the bytes that the string stands for, as ``RawText`` has them, ended by a zero: for a system call.
    public func withRawBytes<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        guard !RawText.isPlain(self) else { return try withCString(body) }
        let bytes = RawText.bytes(of: self).map { CChar(bitPattern: $0) } + [0]
        return try bytes.withUnsafeBufferPointer { buffer in
            // An array with an element has an address.
            guard let start = buffer.baseAddress else { return try "".withCString(body) }
            return try body(start)
        }
    }
}
