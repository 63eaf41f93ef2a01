/// Where the columns of a list stand on a terminal: beside each other, and those for which there is no room in a line
/// below, further in.
struct ListLayout {
    /// The columns of each line that a row takes, in order.
    let lines: [Range<Int>]
    /// How wide each column is.
    let widths: [Int]

    /// How many columns of the screen stand between two of the list.
    static let gap = 2
    /// How far the lines below the first are in.
    static let indent = 4
    /// The fewest columns of the screen that a column that wraps is left with.
    private static let leastWidth = 16

    /// Finds room.
    ///
    /// - Parameters:
    ///   - widest: The width of each column's widest value.
    ///   - wraps: Whether it may have less, because its values wrap.
    ///   - limit: The width of the terminal; `nil` for any.
    init(widest: [Int], wraps: [Bool], limit: Int?) {
        guard let limit else {
            (lines, widths) = ([widest.indices], widest)
            return
        }
        var (lines, widths) = ([Range<Int>](), widest)
        var (start, used) = (0, 0)
        for index in widest.indices {
            let least = wraps[index] ? min(widest[index], Self.leastWidth) : widest[index]
            if index > start, used + Self.gap + least > limit {
                lines.append(start..<index)
                (start, used) = (index, Self.indent + least)
            } else {
                used += (index > start ? Self.gap : 0) + least
            }
        }
        lines.append(start..<widest.count)
        for line in lines {
            let margin = line.lowerBound == 0 ? 0 : Self.indent
            var excess = widths[line].reduce(margin + Self.gap * (line.count - 1), +) - limit
            // Those that wrap give what is lacking, the widest first.
            let yielding = line.filter { wraps[$0] }
            while excess > 0, let widest = yielding.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 {
                widths[widest] -= 1
                excess -= 1
            }
        }
        (self.lines, self.widths) = (lines, widths)
    }
}
