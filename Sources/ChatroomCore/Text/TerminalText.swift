/// Makes text that others wrote safe to show on a terminal.
///
/// What would move the cursor, recolour, retitle, reorder or hide is written out as `\u{1b}`: C0 but newline and tab,
/// DEL, C1, bidirectional controls, line and paragraph separators, zero-width, tag and other characters that Unicode
/// says not to draw, and noncharacters. A joiner stays where ``JoinerRule`` knows it from, one variation selector after a
/// drawn character, and marks on the character to which they belong, for all are part of how people write: not at the
/// start of a line, where they would be drawn on what is ours, and no more of them than any script has. A backslash is
/// left alone, so the result is for eyes only.
public enum TerminalText {
    /// The most marks on a character, as in the Stream-Safe Text Format (Unicode Standard Annex 15, 13).
    private static let mostMarks = 30
    /// The most columns that a character may take with its marks, so that it fits the narrowest row beside our margin.
    private static let mostColumns = 10

    /// The text with its line breaks and tabs kept, and without the colours that programs paint their output in: for
    /// message bodies.
    public static func lines(_ text: String) -> String {
        written(ColourCodes.removed(from: text, .paint), keepingLines: true, escape)
    }

    /// The beginning of a text on one line, for where little room is: `build is red...`.
    ///
    /// - Parameters:
    ///   - text: The text; each stretch of white space in it becomes a space.
    ///   - columns: The most columns to take, 4 or more.
    ///   - bytes: The most bytes to take, 4 or more.
    /// - Returns: The beginning, with three dots where more follows.
    public static func excerpt(_ text: String, columns: Int, bytes: Int = .max) -> String {
        // A character of one column has at most 31 scalars of 4 bytes; more of the text cannot matter.
        let start = String(decoding: text.utf8.prefix(columns * 128), as: UTF8.self)
        let words = ColourCodes.removed(from: start, .paint).split(whereSeparator: \.isWhitespace)
        let line = TerminalText.line(words.joined(separator: " "))
        let isWhole = start.utf8.count == text.utf8.count && line.utf8.count <= bytes
        guard DisplayWidth.columns(of: line) > columns || !isWhole else { return line }
        var (kept, used) = ("", 0)
        for character in line {
            used += DisplayWidth.columns(of: character)
            guard used <= columns - 3, kept.utf8.count + character.utf8.count <= bytes - 3 else { break }
            kept.append(character)
        }
        while kept.last == " " { kept.removeLast() }
        return kept + "..."
    }

    /// The text on one line, line breaks and tabs written out too: for names, topics, file names and errors.
    public static func line(_ text: String) -> String { written(text, keepingLines: false, escape) }

    /// The text on one line, with something else in place of each character that would be written out.
    public static func line(_ text: String, replacing other: Unicode.Scalar) -> String {
        written(text, keepingLines: false) { _ in String(other) }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

    private static func written(
        _ text: String, keepingLines: Bool, _ escape: (Unicode.Scalar) -> String
    ) -> String {
        // Most text needs nothing done, and a look is ten times faster than a copy.
        guard !isPrintableASCII(text), text.unicodeScalars.contains(where: needsCare) else { return text }
        var result = String.UnicodeScalarView()
        var before = Neighbour.none
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let scalar = scalars[place]
            if isShown(scalar, at: place, in: scalars, after: before, keepingLines: keepingLines) {
                result.append(scalar)
                before = Neighbour(scalar, after: before)
            } else {
                result.append(contentsOf: escape(scalar).unicodeScalars)
                before = .none
            }
        }
        return String(result)
    }

    private static func isShown(
        _ scalar: Unicode.Scalar, at place: JoinerRule.Text.Index, in text: JoinerRule.Text, after before: Neighbour,
        keepingLines: Bool
    ) -> Bool {
        if scalar == "\n" || scalar == "\t" { return keepingLines }
        switch TerminalCharacter(scalar) {
        case .hostile: return false
        case .base: return true
        case .joiner(let columns): return before.takes(columns) && JoinerRule.isInPlace(place, in: text)
        case .mark(let columns): return before.takes(columns) && (before.isDrawn || !isVariationSelector(scalar))
        }
    }

    /// What the character before allows to follow it.
    private struct Neighbour {
        static let none = Neighbour()

        /// Whether there is a character that marks belong to.
        var hasBase = false
        /// Whether a variation selector may follow.
        var isDrawn = false
        /// How many marks the character has, and how many columns it may take with them.
        var (marks, columns) = (0, 0)

        private init() {}

        init(_ scalar: Unicode.Scalar, after before: Neighbour) {
            guard scalar != "\n", scalar != "\t" else { return }
            hasBase = true
            isDrawn = !TerminalText.isVariationSelector(scalar)
            switch TerminalCharacter(scalar) {
            case .joiner(let columns):
                isDrawn = false
                (marks, self.columns) = (before.marks + 1, before.columns + columns)
            case .mark(let columns): (marks, self.columns) = (before.marks + 1, before.columns + columns)
            case .base(let columns): self.columns = columns
            case .hostile: break
            }
        }

        /// Whether something may follow that is drawn onto it and takes so many columns.
        func takes(_ columns: Int) -> Bool {
            hasBase && marks < TerminalText.mostMarks && self.columns + columns <= TerminalText.mostColumns
        }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// Whether a character may have to be written out, depending on what stands beside it.
    private static func needsCare(_ scalar: Unicode.Scalar) -> Bool {
        if case .base = TerminalCharacter(scalar) { false } else { true }
    }

    private static func isPrintableASCII(_ text: String) -> Bool {
        let isPlain = { (bytes: UnsafeBufferPointer<UInt8>) in bytes.allSatisfy { (0x20...0x7E).contains($0) } }
        return text.utf8.withContiguousStorageIfAvailable(isPlain) ?? false
    }
}
