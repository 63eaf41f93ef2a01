/// Breaks a line where a terminal would, so that each part can begin with a prefix of ours.
///
/// Without this, a message padded to the width of the terminal could forge what looks like another message at the
/// start of the next row.
struct LineWrap {
    /// How many columns the first part may take.
    let first: Int
    /// How many columns the parts after it may take.
    let rest: Int

    /// Breaks those of some lines that do not fit a terminal; what is left of one stands behind a margin.
    ///
    /// - Parameters:
    ///   - lines: Whole lines, safe for a terminal.
    ///   - columns: The terminal's width.
    /// - Returns: The lines.
    static func wrapped(_ lines: [UInt8], columns: Int) -> [UInt8] {
        var result: [UInt8] = []
        let margin = columns < 20 ? "| " : "  | "
        let wrap = LineWrap(first: columns, rest: columns - margin.utf8.count)
        var rest = lines[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Substring(decoding: rest[..<end], as: UTF8.self)
            for (index, part) in wrap.parts(of: line).enumerated() {
                if index > 0 { result.append(contentsOf: margin.utf8) }
                result.append(contentsOf: part.utf8)
                result.append(UInt8(ascii: "\n"))
            }
            rest = rest[(end + 1)...]
        }
        return result + rest
    }

    /// The parts of a line, in order; at a space where there is one, with nothing dropped.
    ///
    /// Colours and notifications take no columns, and none of them is broken.
    func parts(of line: Substring) -> [Substring] {
        // A character takes no more columns than bytes, except a tab.
        guard line.utf8.count > first || line.utf8.contains(UInt8(ascii: "\t")) else { return [line] }
        var parts: [Substring] = []
        var start = line.startIndex
        var room = max(first, 1)
        var used = 0
        var afterSpace: (index: Substring.Index, used: Int)?
        var place = start
        /// What ends the control sequence that is being read.
        var final: Unicode.Scalar?
        while place < line.endIndex {
            let character = line[place]
            if character == "\u{1B}" { final = line[place...].dropFirst().first == "]" ? "\u{07}" : "m" }
            let isHidden = final != nil
            let columns = isHidden ? 0 : DisplayWidth.columns(of: character)
            if character.unicodeScalars.first == final { final = nil }
            while used + columns > room, place > start {
                let (end, taken) = afterSpace ?? (place, used)
                parts.append(line[start..<end])
                (start, used, room, afterSpace) = (end, used - taken, max(rest, 1), nil)
            }
            used += columns
            place = line.index(after: place)
            if character == " ", !isHidden { afterSpace = (place, used) }
        }
        parts.append(line[start...])
        return parts
    }
}
