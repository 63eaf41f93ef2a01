/// The rows of a screen, and those that went out at its top.
struct TerminalGrid: Sendable {
    /// What scrolled out, oldest first; a part of it may be what a clearing put there.
    var history: [TerminalRow] = []
    /// How many rows of the history, from its beginning, do not come back when the screen grows.
    var clearedCount = 0
    var rows: [TerminalRow]
    var size: Terminal.Size
    private let keepsHistory: Bool

    init(size: Terminal.Size, keepsHistory: Bool) {
        self.size = Self.valid(size)
        self.keepsHistory = keepsHistory
        rows = Array(repeating: TerminalRow(), count: self.size.rows)
    }

    /// Room for one wide character at least.
    static func valid(_ size: Terminal.Size) -> Terminal.Size {
        Terminal.Size(rows: max(1, size.rows), columns: max(2, size.columns))
    }

    var wholeRegion: ClosedRange<Int> { 0...size.rows - 1 }

    /// Takes rows away at the top of a region and adds empty ones at its bottom.
    ///
    /// - Parameters:
    ///   - count: How many; more than there are means all.
    ///   - region: The rows that move.
    ///   - isScroll: Whether what goes out at the top of the screen is history.
    mutating func moveUp(_ count: Int, in region: ClosedRange<Int>, isScroll: Bool) {
        for _ in 0..<min(count, region.count) {
            let row = rows.remove(at: region.lowerBound)
            if isScroll && region.lowerBound == 0 { remember([row]) }
            rows.insert(TerminalRow(), at: region.upperBound)
        }
        if !(isScroll && region.lowerBound == 0) { separate(before: region.lowerBound) }
    }

    /// Takes rows away at the bottom of a region and adds empty ones at its top.
    mutating func moveDown(_ count: Int, in region: ClosedRange<Int>) {
        for _ in 0..<min(count, region.count) {
            rows.remove(at: region.upperBound)
            rows.insert(TerminalRow(), at: region.lowerBound)
        }
        separate(before: region.lowerBound)
        rows[region.upperBound].isWrapped = false
    }

    /// Empties cells of one row; a row that is emptied as a whole does not continue the one before.
    mutating func erase(_ columns: Range<Int>, row: Int) {
        rows[row].erase(columns)
        guard columns.upperBound >= size.columns else { return }
        rows[row].isWrapped = false
        if columns.lowerBound == 0 { separate(before: row) }
    }

    /// Empties whole rows.
    mutating func erase(rows range: Range<Int>) {
        for row in range { erase(0..<size.columns, row: row) }
    }

    /// Empties the screen; what is on it becomes history that does not come back.
    mutating func clear() {
        let used = (rows.lastIndex { !$0.cells.isEmpty } ?? -1) + 1
        remember(rows[..<used])
        if keepsHistory && used > 0 { clearedCount = history.count }
        rows = Array(repeating: TerminalRow(), count: size.rows)
        separate(before: 0)
    }

    /// Adds rows to the history, if there is one.
    mutating func remember(_ rows: some Sequence<TerminalRow>) {
        if keepsHistory { history += rows }
    }

    /// Lets a row begin a line of its own.
    private mutating func separate(before row: Int) {
        if row > 0 {
            rows[row - 1].isWrapped = false
        } else if !history.isEmpty {
            history[history.count - 1].isWrapped = false
        }
    }
}
