extension TerminalScreen {
    /// Carries out what follows ESC.
    ///
    /// - Returns: Whether it is known.
    mutating func escape(_ text: String) -> Bool {
        switch text {
        case "7": savedPlace = place
        case "8": restorePlace()
        case "D": lineFeed()
        case "E":
            carriageReturn()
            lineFeed()
        case "M": reverseLineFeed()
        case "c": reset()
        // The character set that is always there, the keypad's modes, and the end of a string.
        case "(B", ")B", "=", ">", "\\": break
        default: return false
        }
        return true
    }

    /// Carries out an operating system command: sets the title or notifies; others do nothing here.
    ///
    /// - Returns: `true`, as none of them changes the screen.
    mutating func command(_ text: String) -> Bool {
        let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("0", 2), ("2", 2): title = parts[1]
        case ("9", 2): notifications.append(parts[1])
        default: break
        }
        return true
    }

    /// Carries out a control sequence.
    ///
    /// - Returns: Whether it is known.
    mutating func perform(_ sequence: ControlSequence) -> Bool {
        switch sequence.name {
        case "m": return place.style.apply(sequence)
        case "A": move(rows: -sequence.distance)
        case "B": move(rows: sequence.distance)
        case "C": move(columns: sequence.distance)
        case "D": move(columns: -sequence.distance)
        case "E", "F":
            move(rows: sequence.name == "E" ? sequence.distance : -sequence.distance)
            carriageReturn()
        case "G": move(row: place.row, column: sequence.position(0))
        case "H", "f": move(row: sequence.position(0), column: sequence.position(1))
        case "d": move(row: sequence.position(0), column: place.column)
        case "s": savedPlace = place
        case "u": restorePlace()
        case "r": setRegion(sequence)
        case "S": grid.moveUp(sequence.distance, in: region, isScroll: true)
        case "T": grid.moveDown(sequence.distance, in: region)
        case "?h", "?l": return setModes(sequence, isOn: sequence.name == "?h")
        // Questions, which a test answers itself if it has to, and what is for windows and not for screens.
        case "n", "?n", "c", ">c", "t": break
        default: return edit(sequence)
        }
        return true
    }

    private mutating func edit(_ sequence: ControlSequence) -> Bool {
        let size = grid.size
        switch sequence.name {
        case "J" where (0...3).contains(sequence[0, default: 0]): eraseInScreen(sequence[0, default: 0])
        case "K" where (0...2).contains(sequence[0, default: 0]): eraseInRow(sequence[0, default: 0])
        case "@": grid.rows[place.row].insert(sequence.distance, at: place.column, columns: size.columns)
        case "P": grid.rows[place.row].delete(sequence.distance, at: place.column)
        case "X": grid.erase(place.column..<min(place.column + sequence.distance, size.columns), row: place.row)
        case "L" where region.contains(place.row):
            grid.moveDown(sequence.distance, in: place.row...region.upperBound)
            carriageReturn()
        case "M" where region.contains(place.row):
            grid.moveUp(sequence.distance, in: place.row...region.upperBound, isScroll: false)
            carriageReturn()
        case "L", "M": break
        default: return false
        }
        place.isWrapPending = false
        return true
    }

    private mutating func eraseInRow(_ part: Int) {
        let columns = grid.size.columns
        let range = [place.column..<columns, 0..<place.column + 1, 0..<columns][part]
        grid.erase(range, row: place.row)
    }

    private mutating func eraseInScreen(_ part: Int) {
        switch part {
        case 0:
            eraseInRow(0)
            grid.erase(rows: place.row + 1..<grid.size.rows)
        case 1:
            grid.erase(rows: 0..<place.row)
            eraseInRow(1)
        case 2: grid.clear()
        default:
            grid.history = []
            grid.clearedCount = 0
        }
    }

    private mutating func setRegion(_ sequence: ControlSequence) {
        let bottom = sequence[1, default: 0] == 0 ? grid.size.rows - 1 : min(sequence.position(1), grid.size.rows - 1)
        guard sequence.position(0) < bottom else { return }
        region = sequence.position(0)...bottom
        move(row: 0, column: 0)
    }
}
