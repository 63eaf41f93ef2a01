/// Text of others as a value in a line that a program reads: it holds no line feed, no tab and no control character.
///
/// Each is written as printf(1) reads it for `%b` in every shell: `\n`, `\t`, `\r`, a backslash as `\\`, and any other
/// as `\0` and three octal digits a byte, so `printf '%b' "$text"` gives back exactly what was sent. As every backslash
/// of the text is doubled, no text looks like an escape. Besides controls it is what ``TerminalCharacter`` calls
/// hostile, for some readers of lines end them at U+0085 or U+2028, too, and joiners where nobody writes them.
public enum EscapedText: Sendable {
    /// Appends a text.
    public static func append(_ text: String, to buffer: inout [UInt8]) {
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let scalar = scalars[place]
            switch scalar {
            case "\\": buffer.append(contentsOf: #"\\"#.utf8)
            case "\n": buffer.append(contentsOf: #"\n"#.utf8)
            case "\t": buffer.append(contentsOf: #"\t"#.utf8)
            case "\r": buffer.append(contentsOf: #"\r"#.utf8)
            case _ where isWrittenOut(scalar, at: place, in: scalars):
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(octal: byte, to: &buffer) }
            default: buffer.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private static func isWrittenOut(
        _ scalar: Unicode.Scalar, at place: JoinerRule.Text.Index, in text: JoinerRule.Text
    ) -> Bool {
        if case .joiner = TerminalCharacter(scalar) { return !JoinerRule.isInPlace(place, in: text) }
        return TerminalCharacter.isHostile(scalar)
    }

    /// The text as it is appended.
    public static func text(_ text: String) -> String {
        var buffer: [UInt8] = []
        append(text, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    private static func append(octal byte: UInt8, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: #"\0"#.utf8)
        for shift: UInt8 in [6, 3, 0] { buffer.append(UInt8(ascii: "0") + ((byte >> shift) & 7)) }
    }
}
