/// A piece of a regular expression as it was read.
public indirect enum PatternNode: Equatable, Sendable {
    /// Nothing, which every place matches.
    case empty
    /// One character of a set.
    case set(ScalarSet)
    /// A place between characters.
    case place(Place)
    /// Pieces one after the other.
    case sequence([PatternNode])
    /// One of several pieces.
    case choice([PatternNode])
    /// A piece so many times; no `most` for any number.
    case repetition(PatternNode, least: Int, most: Int?)

    /// A place between characters.
    public enum Place: Equatable, Sendable {
        /// The beginning of the text.
        case start
        /// The end of the text.
        case end
        /// The end, or before a line feed that is the last character.
        case endOfLastLine
        /// The beginning of any line.
        case lineStart
        /// The end of any line.
        case lineEnd
        /// Between a character of a word and another one.
        case wordEdge
        /// Every other place.
        case noWordEdge
    }
}
