/// What terminals do with a character: the one table by which text is measured, and by which it is decided what of it
/// is written out.
///
/// Terminals do not agree, and a text that is wider on the screen than was thought could begin a row of its own where
/// our names and times stand. So the table errs to the wider side: what any terminal may give a column is counted as
/// taking it, and what any may draw onto the character before it never begins a row. glibc, tmux, the pager less and
/// Python's wcwidth were compared, and the tests hold the table to them.
public enum TerminalCharacter: Equatable, Sendable {
    /// What would move the cursor, recolour, retitle, reorder or hide: it never reaches a terminal.
    case hostile
    /// A character that stands for itself, and takes at most so many columns.
    case base(Int)
    /// What joins or parts the characters beside it, or names a flag: shown where ``JoinerRule`` says that people write
    /// it, hostile elsewhere. It takes at most so many columns.
    case joiner(Int)
    /// What some terminal draws onto the character before it, and another gives at most so many columns.
    case mark(Int)

    /// Looks a character up.
    public init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x20...0x7E: self = .base(1)
        case 0x200C, 0x200D, 0xE0020...0xE007F: self = .joiner(0)
        case _ where Self.isHostile(scalar): self = .hostile
        case 0xA0..<0x300: self = .base(1)
        // The second half of a syllable of Hangul.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: self = .mark(1)
        // Tones of skin.
        case 0x1F3FB...0x1F3FF: self = .mark(2)
        // It makes the character before it an emoji, which is wider.
        case 0xFE0F: self = .mark(1)
        // What joins hieroglyphs.
        case 0x13430...0x1343F: self = .mark(1)
        // The pager shows these six by name: the first and the last of each block for private use.
        case 0xE000, 0xF8FF, 0xF0000, 0xFFFFD, 0x100000, 0x10FFFD: self = .base(10)
        default: self = Self.looked(up: scalar)
        }
    }

    private static func looked(up scalar: Unicode.Scalar) -> TerminalCharacter {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark:
            // A terminal that does not know it yet takes it for a character.
            return .mark(properties.age.map { $0.major > newestKnown } ?? true ? 1 : 0)
        case .spacingMark: return .mark(isWide(scalar) ? 2 : 1)
        case .unassigned:
            // It may become anything but where only wide characters are added.
            return isWide(scalar) ? .base(2) : .mark(2)
        default: return .base(isWide(scalar) || properties.isEmojiPresentation ? 2 : 1)
        }
    }

    /// The version of Unicode whose marks all terminals are taken to know.
    private static let newestKnown = 12

    /// Whether some terminal gives it two columns, as to most characters of East Asia, or will once it is assigned.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE10...0xFE1F, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
            0x1AFF0...0x1B2FF, 0x1D300...0x1D37F, 0x1F000...0x3FFFD:
            true
        default: false
        }
    }

    /// Whether a character must not reach a terminal, unless ``JoinerRule`` says that it is in its place.
    public static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
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
}
