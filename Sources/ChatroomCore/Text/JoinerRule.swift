/// Where the characters that join, part and tag others are part of how people write.
///
/// Nobody sees them, so elsewhere they would make two texts look alike that differ, or hide something in one; there they
/// are written out. They are in their place
/// - between emoji (UTS #51, ED-16), and in the flags of England, Scotland and Wales (ED-14, RGI only);
/// - in the scripts whose letters join, such as Arabic: one between two letters to part them, one behind a letter to
///   give it its joined shape (UAX #31, A1);
/// - in the scripts of India: behind a virama, or between a letter and its virama (UAX #31, A2 and B).
///
/// A script is told by its block. Marks between a letter and a joiner are looked through, as many as a character may have.
public enum JoinerRule: Sendable {
    public typealias Text = String.UnicodeScalarView

    /// Whether the joiner or tag at a place is one that people write.
    public static func isInPlace(_ place: Text.Index, in text: Text) -> Bool {
        let next = text.index(after: place)
        let after = next < text.endIndex ? text[next] : nil
        switch text[place] {
        case "\u{200C}": return parts(place, in: text, before: after)
        case "\u{200D}": return joins(place, in: text, before: after)
        default: return isInFlag(place, in: text)
        }
    }

    private static func parts(_ place: Text.Index, in text: Text, before after: Unicode.Scalar?) -> Bool {
        if isAtVirama(place, in: text, before: after) { return true }
        guard let after, let script = joiningScript(of: after) else { return false }
        return letter(before: place, in: text).flatMap(joiningScript) == script
    }

    private static func joins(_ place: Text.Index, in text: Text, before after: Unicode.Scalar?) -> Bool {
        if let after, isEmoji(after), isBehindEmoji(place, in: text) { return true }
        if isAtVirama(place, in: text, before: after) { return true }
        return !isJoiner(after) && letter(before: place, in: text).flatMap(joiningScript) != nil
    }

    private static func isJoiner(_ scalar: Unicode.Scalar?) -> Bool { scalar == "\u{200C}" || scalar == "\u{200D}" }

    // MARK: Emoji

    /// Whether an emoji comes before, with or without its variation selector.
    private static func isBehindEmoji(_ place: Text.Index, in text: Text) -> Bool {
        guard var before = text[..<place].last else { return false }
        if before == "\u{FE0F}" { before = text[..<place].dropLast().last ?? before }
        return isEmoji(before)
    }

    /// Whether it is an emoji; the digits, `#` and `*` that begin a keycap are not meant.
    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0xFF && scalar.properties.isEmoji
    }

    /// The regions whose flags are recommended for general interchange (emoji-sequences.txt), each with its last tag.
    private static let flags = ["gbeng", "gbsct", "gbwls"].map { region in
        region.unicodeScalars.map { 0xE0000 + $0.value } + [0xE007F]
    }

    private static func isInFlag(_ place: Text.Index, in text: Text) -> Bool {
        var start = place
        for _ in 0..<flags[0].count {
            guard let before = text[..<start].last else { return false }
            if before == "\u{1F3F4}" {
                let tags = text[start...].prefix(flags[0].count).map(\.value)
                return flags.contains(tags)
            }
            guard (0xE0020...0xE007F).contains(before.value) else { return false }
            start = text.index(before: start)
        }
        return false
    }

    // MARK: Scripts

    private static let mostMarks = 30

    /// The letter that the marks before a place stand on; the scalar before it if there are none.
    private static func letter(before place: Text.Index, in text: Text) -> Unicode.Scalar? {
        text[..<place].suffix(mostMarks + 1).last { $0.properties.generalCategory != .nonspacingMark }
    }

    /// Whether a joiner stands behind a virama, or between a letter and its virama.
    private static func isAtVirama(_ place: Text.Index, in text: Text, before after: Unicode.Scalar?) -> Bool {
        guard let before = text[..<place].last, isIndic(before), !isJoiner(after) else { return false }
        if isVirama(before) {
            return letter(before: place, in: text).map { isIndic($0) && isLetter($0) && isSameBlock($0, before) }
                ?? false
        }
        guard let after, isVirama(after), isSameBlock(before, after) else { return false }
        return isLetter(before)
    }

    private static func isVirama(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x900 && scalar.properties.canonicalCombiningClass == .virama
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .otherLetter
    }

    /// Blocks of these scripts have 128 characters.
    private static func isSameBlock(_ one: Unicode.Scalar, _ other: Unicode.Scalar) -> Bool {
        one.value >> 7 == other.value >> 7
    }

    /// Devanagari to Sinhala, and the other scripts of their family that have viramas and spaces between words.
    private static func isIndic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x900...0xDFF, 0x1B00...0x1BBF, 0xA880...0xA8DF, 0xA980...0xA9DF, 0x11000...0x1173F: true
        default: false
        }
    }

    /// The script of a letter whose letters join, as a number; `nil` for any other character.
    private static func joiningScript(of scalar: Unicode.Scalar) -> Int? {
        let script: Int? =
            switch scalar.value {
            case 0x620...0x6FF, 0x750...0x77F, 0x870...0x8FF: 1  // Arabic
            case 0x710...0x74F, 0x860...0x86F: 2  // Syriac
            case 0x7C0...0x7FF: 3  // N'Ko
            case 0x840...0x85F: 4  // Mandaic
            case 0x1820...0x18AA: 5  // Mongolian
            case 0xA840...0xA871: 6  // Phags-pa
            case 0x10AC0...0x10AEF: 7  // Manichaean
            case 0x10D00...0x10D23: 8  // Rohingya
            case 0x1E900...0x1E943: 9  // Adlam
            default: nil
            }
        guard script != nil, scalar.properties.isAlphabetic else { return nil }
        // A mark is alphabetic to Unicode as well.
        return scalar.properties.generalCategory == .nonspacingMark ? nil : script
    }
}
