extension TerminalGrid {
    /// Changes the size: first the rows, then the columns.
    ///
    /// - Parameters:
    ///   - newSize: The size that it shall have.
    ///   - place: Where the cursor is; it stays at its character.
    ///   - reflow: Whether lines are wrapped anew; otherwise what is beyond the last column is lost.
    mutating func resize(_ newSize: Terminal.Size, place: inout TerminalPlace, reflow: Bool) {
        let newSize = Self.valid(newSize)
        if newSize.rows < size.rows {
            removeRows(size.rows - newSize.rows, place: &place)
        } else {
            addRows(newSize.rows - size.rows, place: &place)
        }
        let oldColumns = size.columns
        size = newSize
        guard newSize.columns != oldColumns else { return }
        if reflow {
            wrapAnew(place: &place)
        } else {
            for row in rows.indices { rows[row].cut(to: newSize.columns) }
            place.move(row: place.row, column: place.column, in: newSize)
        }
    }

    private mutating func removeRows(_ count: Int, place: inout TerminalPlace) {
        let below = min(count, rows.count - 1 - place.row)
        rows.removeLast(below)
        if below > 0 { rows[rows.count - 1].isWrapped = false }
        let above = count - below
        remember(rows.prefix(above))
        rows.removeFirst(above)
        place.row -= above
    }

    private mutating func addRows(_ count: Int, place: inout TerminalPlace) {
        let above = min(count, history.count - clearedCount)
        rows.insert(contentsOf: history.suffix(above), at: 0)
        history.removeLast(above)
        place.row += above
        rows += Array(repeating: TerminalRow(), count: count - above)
    }

    /// Joins the rows that were one line and wraps them at the width.
    private mutating func wrapAnew(place: inout TerminalPlace) {
        var reflow = Reflow(columns: size.columns)
        let cursorRow = history.count + place.row
        let all = history + rows
        var newClearedCount = 0
        for (index, row) in all.enumerated() {
            reflow.add(row, cursor: index == cursorRow ? place : nil)
            guard !row.isWrapped || index == all.count - 1 else { continue }
            reflow.endLine()
            if index < clearedCount { newClearedCount = reflow.rows.count }
        }
        while reflow.rows.count < size.rows { reflow.rows.append(TerminalRow()) }
        // The last rows are shown, unless the cursor would be above them.
        let start = min(reflow.rows.count - size.rows, reflow.cursorRow)
        history = Array(reflow.rows[..<start])
        rows = Array(reflow.rows[start..<start + size.rows])
        clearedCount = min(newClearedCount, start)
        place.row = reflow.cursorRow - start
        place.column = reflow.cursorColumn
        place.isWrapPending = place.column == size.columns
        place.clamp(to: size)
    }
}

/// Rows that are wrapped at another width than before.
private struct Reflow {
    let columns: Int
    var rows: [TerminalRow] = []
    /// Where the cursor is among all rows; its column is one too many if the next character goes to the next row.
    var cursorRow = 0
    var cursorColumn = 0
    private var line: [TerminalScreen.Cell] = []
    /// The cursor's place in the line and how far behind its end it is.
    private var cursor: (offset: Int, beyond: Int)?

    init(columns: Int) { self.columns = columns }

    /// Adds a row to the line, and the cursor if it is in this row.
    mutating func add(_ row: TerminalRow, cursor place: TerminalPlace?) {
        if let place {
            let column = place.column + (place.isWrapPending ? 1 : 0)
            cursor = (line.count + min(column, row.cells.count), max(0, column - row.cells.count))
        }
        line += row.cells
    }

    /// Wraps the line.
    mutating func endLine() {
        var start = 0
        repeat {
            var end = min(start + columns, line.count)
            if end < line.count && line[end].isRightHalf { end -= 1 }
            rows.append(TerminalRow(cells: Array(line[start..<end]), isWrapped: end < line.count))
            if let cursor, cursor.offset >= start, cursor.offset < end || end == line.count {
                cursorRow = rows.count - 1
                cursorColumn = cursor.offset - start
                if cursor.beyond > 0 { cursorColumn = min(cursorColumn + cursor.beyond, columns - 1) }
            }
            start = end
        } while start < line.count
        line = []
        cursor = nil
    }
}
