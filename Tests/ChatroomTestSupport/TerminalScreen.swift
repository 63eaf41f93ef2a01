/// What a terminal shows once a program has written to it: a small `xterm-256color` that follows a stream of bytes.
///
/// It knows what GNU readline and plain programs write; every other sequence is noted in ``unknown`` and does nothing.
/// A character takes as many columns as wcwidth(3) says, as readline counts them: parts of an emoji that a joiner
/// connects have cells of their own. A reflow does what tmux 3.3 does, an erased part of a line what VTE does.
public struct TerminalScreen: Sendable {
    /// The title that was set last (OSC 0 and 2); `nil` before.
    public internal(set) var title: String?
    /// How often the bell rang.
    public internal(set) var bells = 0
    /// The texts of desktop notifications (OSC 9), oldest first.
    public internal(set) var notifications: [String] = []
    /// Whether the program wants to know what is pasted and what is typed.
    public internal(set) var isBracketedPasteOn = false
    /// Whether the cursor is to be seen.
    public internal(set) var isCursorShown = true
    /// The sequences and control characters that it does not know, in order, ESC as `\e`.
    public internal(set) var unknown: [String] = []

    var grid: TerminalGrid
    var place = TerminalPlace()
    /// What ESC 7 keeps for ESC 8.
    var savedPlace = TerminalPlace()
    /// The main screen and its cursor, while a program has the alternate one.
    var main: (grid: TerminalGrid, place: TerminalPlace)?
    /// The rows that scroll (DECSTBM).
    var region: ClosedRange<Int>
    /// Whether what does not fit into a line goes on in the next (DECAWM).
    var wraps = true
    private var decoder = ScalarDecoder()
    private var parser = TerminalParser()

    /// Makes an empty screen with the cursor at its top left.
    ///
    /// - Parameter size: Its size, which is made 1 row of 2 columns if it is less.
    public init(size: Terminal.Size) {
        grid = TerminalGrid(size: size, keepsHistory: true)
        region = grid.wholeRegion
    }

    /// How many rows and columns it has.
    public var size: Terminal.Size { grid.size }
    /// The rows from top to bottom, blanks at their ends dropped.
    public var lines: [String] { grid.rows.map(\.text) }
    /// Every cell of every row.
    public var cells: [[Cell]] { grid.rows.map { $0.padded(to: grid.size.columns) } }
    /// The rows that went out at the top, oldest first, blanks at their ends dropped.
    ///
    /// A clearing of the screen (Ctrl-L) puts there what it clears.
    public var scrollback: [String] { (main?.grid ?? grid).history.map(\.text) }
    /// Where the next character goes, counted from 0; the last column also when that character goes to the next row.
    public var cursor: (row: Int, column: Int) { (place.row, place.column) }

    /// Does what a program's bytes say, which may be cut anywhere.
    public mutating func write(_ bytes: some Sequence<UInt8>) {
        var decoder = decoder
        for byte in bytes {
            decoder.decode(byte) { scalar in
                if let instruction = parser.parse(scalar) { perform(instruction) }
            }
        }
        self.decoder = decoder
    }

    /// Changes the size; lines that the terminal wrapped are wrapped anew, and the cursor stays at its character.
    ///
    /// Fewer rows take away those below the cursor, then put the top ones into the scrollback; more rows bring them
    /// back. Lines that take more rows than before push the top out even when there are empty rows below them, as in
    /// tmux. The alternate screen is cut instead, as the program on it draws it again.
    ///
    /// - Parameter size: The size that it shall have, at least 1 row of 2 columns.
    public mutating func resize(_ size: Terminal.Size) {
        grid.resize(size, place: &place, reflow: main == nil)
        if var main {
            main.grid.resize(size, place: &main.place, reflow: true)
            self.main = main
        }
        region = grid.wholeRegion
        savedPlace.clamp(to: grid.size)
    }

    private mutating func perform(_ instruction: TerminalParser.Instruction) {
        let isKnown =
            switch instruction {
            case .print(let scalar): put(scalar)
            case .control(let scalar): control(scalar)
            case .escape(let text): escape(text)
            case .sequence(let text): ControlSequence(text).map { perform($0) } ?? false
            case .command(let text): command(text)
            case .broken: false
            }
        if !isKnown { unknown.append(instruction.description) }
    }
}
