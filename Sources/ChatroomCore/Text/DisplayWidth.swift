/// How many columns of a terminal text takes, never fewer than it really does; see ``TerminalCharacter``.
public enum DisplayWidth {
    /// The most columns of one character as a person sees it.
    ///
    /// Joined emoji are counted apart, because some terminals draw them so.
    public static func columns(of character: Character) -> Int {
        character.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    /// The most columns of some text.
    public static func columns(of text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    /// The most columns of a character of Unicode, in text that is safe for a terminal; a tab has up to eight.
    public static func columns(of scalar: Unicode.Scalar) -> Int {
        switch TerminalCharacter(scalar) {
        case .base(let columns), .mark(let columns), .joiner(let columns): columns
        case .hostile: scalar == "\t" ? 8 : 1
        }
    }
}
