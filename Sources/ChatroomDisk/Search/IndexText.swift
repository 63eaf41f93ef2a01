internal import ChatroomCore

/// A text as the index is given it, so that the tokenizer `unicode61` makes words of it that people search for.
///
/// - A character of a script that writes words in one run stands between spaces. A sentence of Han, Kana, Hangul, Thai or
///   Lao would be one token otherwise, and a word within it could not be found; spaced out, each character is a token, and
///   a word that is searched for, spaced out too, is a phrase of its characters.
/// - Accents go, in all scripts in which people leave them out; those of Latin letters are the tokenizer's business.
/// - An emoji stands alone, as a character for private use, which is a token where a symbol is none.
/// - What is not seen goes: joiners, selectors, tags, colour codes. None of them may hide a word.
///
/// A NUL becomes a space, since SQLite's query language and GRDB's strings end at it.
struct IndexText: Equatable {
    let text: String

    init(_ text: String) {
        // Nothing below U+00AD changes but a NUL and what begins a control sequence; most texts have neither.
        guard text.utf8.contains(where: { $0 >= 0xC2 || $0 == 0 || $0 == 0x1B }) else {
            self.text = text
            return
        }
        var result = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        for scalar in ColourCodes.removed(from: text).unicodeScalars {
            switch Self.part(scalar, after: before) {
            case .dropped: break
            case .word(let scalar): result.append(scalar)
            case .alone(let scalar):
                result.append(" ")
                result.append(scalar)
                result.append(" ")
            }
            before = scalar
        }
        self.text = String(result)
    }

    private enum Part {
        case dropped
        case word(Unicode.Scalar)
        case alone(Unicode.Scalar)
    }

    private static func part(_ scalar: Unicode.Scalar, after before: Unicode.Scalar?) -> Part {
        if scalar.value < 0xAD { return .word(scalar == "\0" ? " " : scalar) }
        // Persian parts the pieces of a word by it, and many people write a space instead.
        if scalar == "\u{200C}", let before, (0x600...0x6FF).contains(before.value) { return .word(" ") }
        if isUnseen(scalar) || isAccent(scalar) { return .dropped }
        if standsAlone(scalar) { return .alone(scalar) }
        if let emoji = privateCharacter(of: scalar) { return .alone(emoji) }
        return .word(AccentedLetters.plain[scalar] ?? scalar)
    }

    /// Whether a character is a token by itself.
    static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF: true  // Thai, Lao
        case 0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F: true  // Myanmar
        case 0x1780...0x17FF, 0x1950...0x19FF, 0x1A20...0x1AAF, 0xAA80...0xAADF: true  // Khmer, scripts of the Tai
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

    /// What joins, selects, tags or directs other characters, and the tones of an emoji's skin.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x61C, 0x640, 0x180B...0x180F: true
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF: true
        case 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF: true
        default: false
        }
    }

    /// A mark that people leave out: an accent, a point of Hebrew, a vowel of Arabic.
    ///
    /// The vowels of India and of South East Asia are no such marks.
    private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
        case 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7, 0xFB1E: true
        case 0x610...0x61A, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7...0x6E8, 0x6EA...0x6ED: true
        default: false
        }
    }

    /// The character for private use that an emoji is indexed as, in the last two planes, where no text has any.
    private static func privateCharacter(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard SearchTerm.isEmoji(scalar) else { return nil }
        return Unicode.Scalar(scalar.value < 0x10000 ? 0x100000 + scalar.value : 0xE0000 + scalar.value)
    }
}
