extension TerminalScreen {
    /// Shows a character where the cursor is.
    ///
    /// - Returns: `true`, as every character is known.
    mutating func put(_ scalar: Unicode.Scalar) -> Bool {
        let width = CharacterWidth.of(scalar)
        guard width > 0 else {
            join(scalar)
            return true
        }
        let columns = grid.size.columns
        if place.isWrapPending || place.column + width > columns {
            if wraps {
                grid.rows[place.row].isWrapped = true
                carriageReturn()
                lineFeed()
            } else if place.column + width > columns {
                return true
            }
        }
        grid.rows[place.row].put(Cell(Self.text(scalar), place.style), width: width, at: place.column)
        place.isWrapPending = wraps && place.column + width == columns
        place.column = min(place.column + width, columns - 1)
        return true
    }

    /// Carries out a control character.
    ///
    /// - Returns: Whether it is known.
    mutating func control(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{07}": bells += 1
        case "\u{08}": move(columns: -1)
        case "\t": tabulate()
        case "\n", "\u{0B}", "\u{0C}": lineFeed()
        case "\r": carriageReturn()
        default: return false
        }
        return true
    }

    /// Goes one row down; at the bottom of the region, its rows go up.
    mutating func lineFeed() {
        if place.row == region.upperBound {
            grid.moveUp(1, in: region, isScroll: true)
        } else if place.row < grid.size.rows - 1 {
            place.row += 1
        }
    }

    /// Goes one row up; at the top of the region, its rows go down.
    mutating func reverseLineFeed() {
        if place.row == region.lowerBound {
            grid.moveDown(1, in: region)
        } else if place.row > 0 {
            place.row -= 1
        }
        place.isWrapPending = false
    }

    /// Goes to the first column.
    mutating func carriageReturn() { (place.column, place.isWrapPending) = (0, false) }

    /// Goes left or right in the row.
    mutating func move(columns: Int) { move(row: place.row, column: place.column + columns) }

    /// Goes up or down in the column, not across a border of the region.
    mutating func move(rows: Int) {
        var row = place.row + rows
        if place.row >= region.lowerBound { row = max(row, region.lowerBound) }
        if place.row <= region.upperBound { row = min(row, region.upperBound) }
        move(row: row, column: place.column)
    }

    /// Goes to a cell, or to the nearest on the screen.
    mutating func move(row: Int, column: Int) { place.move(row: row, column: column, in: grid.size) }

    /// Goes to the next of the columns 8, 16, 24 and so on, or to the last one of the row.
    private mutating func tabulate() {
        place.column = min((place.column / 8 + 1) * 8, grid.size.columns - 1)
    }

    /// Adds a mark to the character in front of the cursor; at the start of a row there is none.
    private mutating func join(_ mark: Unicode.Scalar) {
        let column = place.isWrapPending ? place.column : place.column - 1
        if column >= 0 { grid.rows[place.row].join(mark, at: column) }
    }

    /// Texts of one ASCII character, as nearly all that is written is made of them.
    private static let ascii = (0..<UInt8(128)).map { String(Unicode.Scalar($0)) }

    private static func text(_ scalar: Unicode.Scalar) -> String {
        scalar.isASCII ? ascii[Int(scalar.value)] : String(scalar)
    }
}
