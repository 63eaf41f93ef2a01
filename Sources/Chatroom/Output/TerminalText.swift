/// Makes text that others wrote safe to show on a terminal.
///
/// What would move the cursor, recolour, retitle, reorder or hide is written out as `\u{1b}`: C0 but newline and tab,
/// DEL, C1, bidirectional controls, line and paragraph separators, zero-width, tag and other characters that Unicode
/// says not to draw, and noncharacters. A joiner stays between two emoji, and one variation selector stays after a
/// drawn character, for both are part of how people write. A backslash is left alone, so the result is for eyes only.
enum TerminalText {
    /// The text with its line breaks and tabs kept: for message bodies.
    static func lines(_ text: String) -> String { escaped(text, keepingLines: true) }

    /// The text on one line, line breaks and tabs written out too: for names, topics, file names and errors.
    static func line(_ text: String) -> String { escaped(text, keepingLines: false) }

    private static func escaped(_ text: String, keepingLines: Bool) -> String {
        // Most text needs nothing done, and a look is ten times faster than a copy.
        guard !isPrintableASCII(text), text.unicodeScalars.contains(where: needsCare) else { return text }
        var result = String.UnicodeScalarView()
        var before = Neighbour.none
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            if isShown(scalar, after: before, before: next, keepingLines: keepingLines) {
                result.append(scalar)
                before = Neighbour(scalar, after: before)
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
                before = .none
            }
        }
        return String(result)
    }

    /// Whether a character must not reach a terminal whatever stands beside it.
    static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0...0x1F, 0x7F...0x9F: true
        case 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E: true
        case 0x200B...0x200C, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164: true
        case 0xFDD0...0xFDEF, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A: true
        case 0xE0000...0xE00FF, 0xE01F0...0xE0FFF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    private static func isShown(
        _ scalar: Unicode.Scalar, after before: Neighbour, before next: Unicode.Scalar?, keepingLines: Bool
    ) -> Bool {
        switch scalar {
        case "\n", "\t": keepingLines
        case "\u{200D}": before.joins && next.map(isEmoji) ?? false
        case _ where isVariationSelector(scalar): before.isDrawn
        default: !isHostile(scalar)
        }
    }

    /// What the character before allows to follow it.
    private struct Neighbour {
        static let none = Neighbour(joins: false, isDrawn: false)

        /// Whether a joiner may follow: after an emoji, with or without its variation selector.
        let joins: Bool
        /// Whether a variation selector may follow.
        let isDrawn: Bool

        init(joins: Bool, isDrawn: Bool) {
            self.joins = joins
            self.isDrawn = isDrawn
        }

        init(_ scalar: Unicode.Scalar, after before: Neighbour) {
            let isSelector = TerminalText.isVariationSelector(scalar)
            joins = isSelector ? before.joins : TerminalText.isEmoji(scalar)
            isDrawn = !isSelector && scalar != "\n" && scalar != "\t" && scalar != "\u{200D}"
        }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// Whether it is an emoji; the digits, `#` and `*` that begin a keycap are not meant.
    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0xFF && scalar.properties.isEmoji
    }

    /// Whether a character may have to be written out, depending on what stands beside it.
    private static func needsCare(_ scalar: Unicode.Scalar) -> Bool {
        isHostile(scalar) || scalar == "\u{200D}" || isVariationSelector(scalar)
    }

    private static func isPrintableASCII(_ text: String) -> Bool {
        let isPlain = { (bytes: UnsafeBufferPointer<UInt8>) in bytes.allSatisfy { (0x20...0x7E).contains($0) } }
        return text.utf8.withContiguousStorageIfAvailable(isPlain) ?? false
    }
}
