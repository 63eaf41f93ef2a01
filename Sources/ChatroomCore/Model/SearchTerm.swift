/// One thing to search for: a word, a phrase, or what a word begins with.
///
/// Its text is taken word by word: case, accents and punctuation do not matter, but order and neighbourhood do, so a
/// word such as `foo.bar` is a phrase of two.
public struct SearchTerm: Sendable, Hashable {
    /// The text, without the signs that stand around it on a command line.
    public let text: String
    /// Whether it was written in quotes.
    public let isPhrase: Bool
    /// Whether the last word may go on.
    public let isPrefix: Bool
    /// Whether messages with this are left out.
    public let isExcluded: Bool

    /// Makes a term, unchecked; see ``SearchText/check(_:)``.
    public init(text: String, isPhrase: Bool = false, isPrefix: Bool = false, isExcluded: Bool = false) {
        self.text = text
        self.isPhrase = isPhrase
        self.isPrefix = isPrefix
        self.isExcluded = isExcluded
    }

    /// The most bytes of UTF-8 in one term.
    public static let longest = 256

    /// Whether a character is an emoji; the digits, `#` and `*` that begin a keycap are not meant, nor tones of skin.
    public static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0xFF && scalar.properties.isEmoji && !(0x1F3FB...0x1F3FF).contains(scalar.value)
    }

    /// Whether there is anything in it that an index keeps: a letter, a digit, an emoji or a character of private use.
    var hasToken: Bool {
        text.unicodeScalars.contains { scalar in
            // The stroke that lengthens an Arabic word is a letter to Unicode.
            if scalar == "\u{640}" { return false }
            if Self.isEmoji(scalar) { return true }
            return switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
            case .decimalNumber, .letterNumber, .otherNumber, .privateUse: true
            default: false
            }
        }
    }
}
