/// A text as the index is given it: with a space around each character of a script that writes words in one run.
///
/// The tokenizer `unicode61` ends a token at what is no letter, so that a sentence of Han, Hiragana, Katakana or Hangul
/// would be one token, and a word within it could not be found. Spaced out, each character is a token, and a word that
/// is searched for, spaced out too, is a phrase of its characters. A NUL becomes a space, since SQLite's query language
/// and GRDB's strings end at it.
struct SpacedText: Equatable {
    let text: String

    init(_ text: String) {
        // All that changes has a lead byte from E1 (U+1000) on or is NUL; most texts have neither.
        guard text.utf8.contains(where: { $0 >= 0xE1 || $0 == 0 }) else {
            self.text = text
            return
        }
        var spaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if Self.standsAlone(scalar) {
                spaced.append(" ")
                spaced.append(scalar)
                spaced.append(" ")
            } else {
                spaced.append(scalar == "\0" ? " " : scalar)
            }
        }
        self.text = String(spaced)
    }

    /// Whether a character is a token by itself.
    static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: true  // Hangul Jamo
        case 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303C: true  // iteration marks, numerals
        case 0x3040...0x318F, 0x31A0...0x31BF, 0x31F0...0x31FF: true  // Hiragana, Katakana, Bopomofo, Hangul
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true  // Han
        case 0xAC00...0xD7AF: true  // Hangul syllables
        case 0xFF66...0xFFDC: true  // half-width Katakana and Hangul
        case 0x1AFF0...0x1B16F, 0x20000...0x3FFFF: true  // Kana and Han of the supplementary planes
        default: false
        }
    }
}
