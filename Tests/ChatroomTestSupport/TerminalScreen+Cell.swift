extension TerminalScreen {
    /// One place on the screen.
    public struct Cell: Hashable, Sendable {
        /// What is there: a character with the marks that join it, `" "` for nothing, `""` for the right half of a
        /// wide character.
        public var character: String
        private var style: TerminalStyle

        /// Makes a cell.
        public init(
            _ character: String, isBold: Bool = false, isDim: Bool = false, isInverse: Bool = false, colour: Int? = nil
        ) {
            let style = TerminalStyle(isBold: isBold, isDim: isDim, isInverse: isInverse, colour: colour)
            self.init(character, style)
        }

        init(_ character: String, _ style: TerminalStyle) { (self.character, self.style) = (character, style) }

        static let blank = Cell(" ")

        /// Whether it is bold (SGR 1).
        public var isBold: Bool { style.isBold }
        /// Whether it is dim (SGR 2).
        public var isDim: Bool { style.isDim }
        /// Whether its colours are swapped (SGR 7).
        public var isInverse: Bool { style.isInverse }
        /// Its colour's number in the palette, from 0 to 255; `nil` for the terminal's own.
        public var colour: Int? { style.colour }
        /// Whether it is the right half of the character in the cell before.
        var isRightHalf: Bool { character.isEmpty }
        /// What is in the cell after it when it is wide.
        var rightHalf: Cell { Cell("", style) }
    }
}
