/// Breaks a line where a terminal would, so that each part can begin with a prefix of ours.
///
/// Without this, a message padded to the width of the terminal could forge what looks like another message at the
/// start of the next row.
struct LineWrap {
    /// How many columns the first part may take.
    let first: Int
    /// How many columns the parts after it may take.
    let rest: Int

    /// The parts of a line, in order; at a space where there is one, with nothing dropped.
    func parts(of line: Substring) -> [Substring] {
        // A character takes no more columns than bytes, except a tab.
        guard line.utf8.count > first || line.utf8.contains(UInt8(ascii: "\t")) else { return [line] }
        var parts: [Substring] = []
        var start = line.startIndex
        var room = max(first, 1)
        var used = 0
        var afterSpace: (index: Substring.Index, used: Int)?
        var place = start
        while place < line.endIndex {
            let character = line[place]
            let columns = DisplayWidth.columns(of: character)
            while used + columns > room, place > start {
                let (end, taken) = afterSpace ?? (place, used)
                parts.append(line[start..<end])
                (start, used, room, afterSpace) = (end, used - taken, max(rest, 1), nil)
            }
            used += columns
            place = line.index(after: place)
            if character == " " { afterSpace = (place, used) }
        }
        parts.append(line[start...])
        return parts
    }
}
