/// One row of a screen.
struct TerminalRow: Sendable {
    typealias Cell = TerminalScreen.Cell

    /// The cells up to the last one that was written; all after them are blank.
    var cells: [Cell] = []
    /// Whether its text goes on in the next row because the terminal wrapped it there.
    var isWrapped = false

    /// The characters, without blanks at the end.
    var text: String {
        let end = (cells.lastIndex { $0.character != " " } ?? -1) + 1
        return cells[..<end].reduce(into: "") { $0 += $1.character }
    }

    /// All cells of a row that is as wide as the screen.
    func padded(to columns: Int) -> [Cell] {
        cells + Array(repeating: .blank, count: max(0, columns - cells.count))
    }

    /// Puts a character of one or two columns into its cells; what is left of a wide one that it covers goes.
    mutating func put(_ cell: Cell, width: Int, at column: Int) {
        if column == cells.count {
            cells.append(cell)
            if width == 2 { cells.append(cell.rightHalf) }
            return
        }
        pad(to: column + width)
        cut(at: column)
        cut(at: column + width)
        cells[column] = cell
        if width == 2 { cells[column + 1] = cell.rightHalf }
    }

    /// Adds a mark to the character in a cell or in the cell before that.
    mutating func join(_ mark: Unicode.Scalar, at column: Int) {
        pad(to: column + 1)
        let place = cells[column].isRightHalf ? column - 1 : column
        cells[place].character.unicodeScalars.append(mark)
    }

    /// Makes cells blank; what is beyond the last written cell stays as it is.
    mutating func erase(_ columns: Range<Int>) {
        guard columns.lowerBound < cells.count else { return }
        cut(at: columns.lowerBound)
        cut(at: columns.upperBound)
        if columns.upperBound >= cells.count {
            cells.removeSubrange(columns.lowerBound...)
        } else {
            for column in columns { cells[column] = .blank }
        }
    }

    /// Inserts blanks; what they push beyond the last column is lost.
    mutating func insert(_ count: Int, at column: Int, columns: Int) {
        guard column < cells.count else { return }
        cut(at: column)
        cells.insert(contentsOf: repeatElement(.blank, count: min(count, columns - column)), at: column)
        cut(to: columns)
    }

    /// Takes cells away; those after them move to their place.
    mutating func delete(_ count: Int, at column: Int) {
        guard column < cells.count else { return }
        let end = min(column + count, cells.count)
        cut(at: column)
        cut(at: end)
        cells.removeSubrange(column..<end)
        isWrapped = false
    }

    /// Takes away all cells from a column on.
    mutating func cut(to columns: Int) {
        guard cells.count > columns else { return }
        cut(at: columns)
        cells.removeSubrange(columns...)
    }

    /// Makes both halves of a wide character blank that a border in front of a column would cut in two.
    private mutating func cut(at column: Int) {
        guard column > 0, column < cells.count, cells[column].isRightHalf else { return }
        (cells[column - 1], cells[column]) = (.blank, .blank)
    }

    private mutating func pad(to count: Int) {
        while cells.count < count { cells.append(.blank) }
    }
}
