/// Where a terminal writes next, and how: what ESC 7 keeps.
struct TerminalPlace: Sendable {
    var row = 0
    /// Always a column of the screen, also when the character after the last column is to come.
    var column = 0
    /// Whether the last column was just written, so that the next character first goes to the next row.
    var isWrapPending = false
    var style = TerminalStyle()

    /// Moves it onto the screen.
    mutating func clamp(to size: Terminal.Size) {
        move(row: row, column: column, in: size, keepingPending: true)
    }

    /// Moves it to a cell, or to the nearest on the screen.
    mutating func move(row: Int, column: Int, in size: Terminal.Size, keepingPending: Bool = false) {
        self.row = min(max(row, 0), size.rows - 1)
        self.column = min(max(column, 0), size.columns - 1)
        isWrapPending = keepingPending && isWrapPending && self.column == size.columns - 1
    }
}
