extension TerminalScreen {
    /// Switches private modes (DECSET and DECRST).
    ///
    /// - Returns: Whether all of them are known; those that are not do nothing.
    mutating func setModes(_ sequence: ControlSequence, isOn: Bool) -> Bool {
        var areKnown = sequence.count > 0
        for index in 0..<sequence.count {
            switch sequence[index, default: 0] {
            case 7: wraps = isOn
            case 25: isCursorShown = isOn
            case 1_049: useAlternate(isOn)
            case 2_004: isBracketedPasteOn = isOn
            // What cursor keys send, a blinking cursor, and a Meta key that sets the eighth bit.
            case 1, 12, 1_034: break
            default: areKnown = false
            }
        }
        return areKnown
    }

    /// Goes back to where ESC 7 was, or to the top left.
    mutating func restorePlace() {
        place = savedPlace
        place.clamp(to: grid.size)
    }

    /// Makes it as it was at first, except for what is counted and kept of all that happened.
    mutating func reset() {
        useAlternate(false)
        grid.clear()
        (place, savedPlace, region, wraps) = (TerminalPlace(), TerminalPlace(), grid.wholeRegion, true)
        (isBracketedPasteOn, isCursorShown) = (false, true)
    }

    private mutating func useAlternate(_ isOn: Bool) {
        if isOn, main == nil {
            main = (grid, place)
            grid = TerminalGrid(size: grid.size, keepsHistory: false)
        } else if !isOn, let (grid, place) = main {
            (self.grid, self.place, main) = (grid, place, nil)
        }
    }
}
