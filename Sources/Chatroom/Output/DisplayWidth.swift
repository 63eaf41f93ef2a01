/// How many columns of a terminal text takes, never fewer than it really does.
///
/// East Asian wide characters and emoji count two, marks that combine count none, a tab eight. Joined emoji are counted
/// apart, because some terminals draw them so.
enum DisplayWidth {
    /// The columns of one character as a person sees it.
    static func columns(of character: Character) -> Int {
        if let ascii = character.asciiValue, ascii >= 0x20 { return 1 }
        return character.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x09: 8
        case 0x20..<0x300: 1
        case 0xFE0F: 1
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F000...0x3FFFD:
            2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: 0
            default: scalar.properties.isEmojiPresentation ? 2 : 1
            }
        }
    }
}
