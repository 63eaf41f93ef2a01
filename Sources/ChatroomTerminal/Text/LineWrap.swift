internal import ChatroomCore

/// Breaks a line where a terminal would, so that each part can begin with a prefix of ours.
///
/// Without this, a message padded to the width of the terminal could forge what looks like another message at the
/// start of the next row.
public struct LineWrap: Sendable {
    /// How many columns the first part may take.
    public let first: Int
    /// How many columns the parts after it may take.
    public let rest: Int
    /// Whether a web address is kept whole, however long it is.
    var keepsAddresses = true
    /// Whether a web address that would fit the next part is moved there.
    var movesAddresses = true

    /// Breaks those of some lines that do not fit a terminal; what is left of one stands behind a margin.
    ///
    /// - Parameters:
    ///   - lines: Whole lines, safe for a terminal.
    ///   - columns: The terminal's width.
    ///   - margin: What stands before what is left of a line; a bar where there is hardly any room.
    ///   - keepsAddresses: Whether web addresses are kept whole.
    /// - Returns: The lines.
    public static func wrapped(
        _ lines: [UInt8], columns: Int, margin: String = "  | ", keepsAddresses: Bool = true
    ) -> [UInt8] {
        var result: [UInt8] = []
        let margin = columns < 20 ? "| " : margin
        // A line that was wrapped already stays as it is.
        let wrap = LineWrap(
            first: columns, rest: columns - margin.utf8.count, keepsAddresses: keepsAddresses, movesAddresses: false)
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

    /// Lines as ``wrapped(_:columns:margin:)`` gives them, and how many rows they take.
    public static func counted(_ lines: [UInt8], columns: Int) -> (bytes: [UInt8], rows: Int) {
        let bytes = wrapped(lines, columns: columns)
        return (bytes, rows(of: bytes, columns: columns))
    }

    /// How many rows of a terminal some lines take that were wrapped.
    public static func rows(of lines: [UInt8], columns: Int) -> Int {
        lines.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).reduce(0) { sum, line in
            let width = Self.columns(of: Substring(decoding: line, as: UTF8.self))
            return sum + max(1, (width + max(1, columns) - 1) / max(1, columns))
        }
    }

    /// How many columns a line takes; control sequences take none.
    private static func columns(of line: Substring) -> Int {
        var (sum, final): (Int, Unicode.Scalar?) = (0, nil)
        var before: Unicode.Scalar = " "
        for scalar in line.unicodeScalars {
            defer { before = scalar }
            if scalar == "\u{1B}" {
                final = "m"
            } else if let end = final {
                if before == "\u{1B}", scalar == "]" { final = "\u{07}" } else if scalar == end { final = nil }
            } else {
                sum += measure(scalar).columns
            }
        }
        return sum
    }

    /// The parts of a line, in order; at a space where there is one, with nothing dropped.
    ///
    /// Colours and notifications take no columns, and none of them is broken. No part but the first begins with a mark,
    /// which would be drawn on what stands before it. The first part is empty where nothing fits.
    ///
    /// A web address is never broken, so that it can be copied: one that fits no part goes on where the terminal does, and
    /// the part ends behind it. It has no spaces, so it imitates nothing there.
    public func parts(of line: Substring) -> [Substring] {
        let isShort = line.utf8.count <= first && line.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard !isShort, !line.isEmpty else { return [line] }
        let scalars = line.unicodeScalars
        var parts: [Substring] = []
        var start = line.startIndex
        var room = first
        var used = 0
        /// Where the line may be broken: before the character that is being read with its marks, and behind a space.
        var (whole, afterSpace): (Break?, Break?)
        var (isBehindSpace, isAtWord) = (false, true)
        /// What ends the control sequence that is being read.
        var final: Unicode.Scalar?
        var place = start
        while place < line.endIndex {
            let scalar = scalars[place]
            let next = scalars.index(after: place)
            if scalar == "\u{1B}" { final = next < line.endIndex && scalars[next] == "]" ? "\u{07}" : "m" }
            if final != nil {
                if scalar == final { final = nil }
                place = next
                continue
            }
            if isAtWord, keepsAddresses, let end = Self.end(ofAddressIn: line[place...], longerThan: room - used) {
                let columns = line.utf8.distance(from: place, to: end)
                if movesAddresses, columns <= rest {
                    // Nothing stands before it in a first part that has less room than the others.
                    parts.append(line[start..<place])
                    (start, used, room) = (place, columns, max(rest, 1))
                } else if end < line.endIndex {
                    parts.append(line[start..<end])
                    (start, used, room) = (end, 0, max(rest, 1))
                }
                let isSpaced = line.utf8[line.utf8.index(before: end)] == UInt8(ascii: " ")
                (whole, afterSpace, isBehindSpace, isAtWord) = (nil, nil, isSpaced, isSpaced)
                place = end
                continue
            }
            isAtWord = scalar == " "
            let (columns, isMark) = Self.measure(scalar)
            if !isMark {
                whole = Break(index: place, used: used)
                if isBehindSpace { afterSpace = whole }
            }
            isBehindSpace = scalar == " "
            while used + columns > room {
                // Only the first row may be left empty, where it has less room than the others.
                let mayBeEmpty = parts.isEmpty && room < rest
                var end = afterSpace ?? whole ?? Break(index: place, used: used)
                if end.index == start, !mayBeEmpty { end = Break(index: place, used: used) }
                guard end.index > start || mayBeEmpty else { break }
                parts.append(line[start..<end.index])
                (start, used, room, afterSpace) = (end.index, used - end.used, max(rest, 1), nil)
                whole = whole.flatMap { $0.index < start ? nil : Break(index: $0.index, used: $0.used - end.used) }
            }
            used += columns
            place = next
        }
        parts.append(line[start...])
        return parts
    }

    /// Where the word that a text begins with ends, if it is a web address that takes more columns than there are.
    private static func end(ofAddressIn text: Substring, longerThan columns: Int) -> Substring.Index? {
        let word = text.utf8.prefix { (0x21...0x7E).contains($0) }
        guard word.count > columns, let colon = word.firstIndex(of: UInt8(ascii: ":")), colon > word.startIndex,
            word[colon...].dropFirst().starts(with: "//".utf8)
        else { return nil }
        // The space behind it stays with it, so that what follows begins at the margin.
        return text.utf8[word.endIndex...].first == UInt8(ascii: " ")
            ? text.utf8.index(after: word.endIndex) : word.endIndex
    }

    /// A place between two characters, and how many columns the part takes up to it.
    private struct Break {
        let index: Substring.Index
        let used: Int
    }

    private static func measure(_ scalar: Unicode.Scalar) -> (columns: Int, isMark: Bool) {
        if (0x20...0x7E).contains(scalar.value) { return (1, false) }
        switch TerminalCharacter(scalar) {
        case .mark(let columns), .joiner(let columns): return (columns, true)
        case .base, .hostile: return (DisplayWidth.columns(of: scalar), false)
        }
    }
}
