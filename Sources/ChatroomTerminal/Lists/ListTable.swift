internal import ChatroomCore

/// A list: columns with headings for a person, the same rows with tabs between their fields for a program.
///
/// ```
/// NAME   KIND   STATUS  LAST ACTIVE  NOTE
/// alice  human  online  just now
/// bob    human  away    7 min ago    lunch
/// ```
///
/// Values come from others: none of them begins a row, holds a tab or makes a second field. The first column is for
/// what is short, and for what wraps it is not.
public struct ListTable: Sendable {
    /// One column.
    public struct Column: Sendable {
        /// What stands above it.
        public let heading: String
        /// Whether its values end below each other, as numbers do.
        public let isRight: Bool
        /// Whether a value that is too long goes on in the row below; never in the first column, where rows begin.
        public let wraps: Bool

        /// Makes a column.
        public init(_ heading: String, isRight: Bool = false, wraps: Bool = false) {
            (self.heading, self.isRight, self.wraps) = (heading, isRight, wraps)
        }
    }

    private let columns: [Column]
    private let hasHeadings: Bool
    private var rows: [[ListValue]] = []

    /// Makes an empty list.
    ///
    /// - Parameters:
    ///   - columns: Its columns; the first doesn't wrap.
    ///   - hasHeadings: Whether a person sees headings.
    public init(_ columns: [Column], hasHeadings: Bool = true) {
        precondition(columns.first?.wraps == false, "rows begin with what is ours")
        (self.columns, self.hasHeadings) = (columns, hasHeadings)
    }

    /// Whether it has no rows.
    public var isEmpty: Bool { rows.isEmpty }

    /// Adds a row, which has a value for each column.
    public mutating func add(_ row: ListValue...) { add(row) }

    /// Adds a row, which has a value for each column.
    public mutating func add(_ row: [ListValue]) {
        precondition(row.count == columns.count, "a row has a value for each column")
        rows.append(row)
    }

    /// The list for a program: a line for each row, without headings.
    var fields: [UInt8] {
        rows.flatMap { row in Array((row.map(\.field).joined(separator: "\t") + "\n").utf8) }
    }

    /// The list for a person.
    ///
    /// - Parameters:
    ///   - width: The width of the terminal; `nil` for any.
    ///   - colour: The colours of the terminal.
    ///   - age: What times are counted from.
    /// - Returns: Whole lines, none wider than the terminal.
    func aligned(to width: Int?, in colour: Colour, _ age: AgeText) -> [UInt8] {
        let cells = rows.map { row in row.map { Cell(text: $0.shown(age), paint: $0.paint) } }
        let headings = columns.map { Cell(text: $0.heading, paint: .dim) }
        let all = (hasHeadings ? [headings] : []) + cells
        let widest = columns.indices.map { index in
            all.reduce(0) { max($0, DisplayWidth.columns(of: $1[index].text)) }
        }
        let layout = ListLayout(widest: widest, wraps: columns.map(\.wraps), limit: width)
        var bytes: [UInt8] = []
        for row in all { append(row, layout, colour, to: &bytes) }
        return width.map { LineWrap.wrapped(bytes, columns: $0, keepsAddresses: false) } ?? bytes
    }

    /// A value as it is shown.
    private struct Cell {
        let text: String
        let paint: Colour.Paint?
    }

    /// Appends a row, in as many lines as its longest values take.
    private func append(_ row: [Cell], _ layout: ListLayout, _ colour: Colour, to bytes: inout [UInt8]) {
        let parts = columns.indices.map { index in
            columns[index].wraps ? Self.parts(of: row[index].text, layout.widths[index]) : [row[index].text[...]]
        }
        for columns in layout.lines {
            let isFirst = columns.lowerBound == 0
            for line in 0..<(parts[columns].map(\.count).max() ?? 1) {
                let start = bytes.count
                // Blanks that nothing follows are not written.
                var blanks = isFirst ? 0 : ListLayout.indent
                for index in columns {
                    let part = line < parts[index].count ? parts[index][line] : ""
                    let padding = max(0, layout.widths[index] - DisplayWidth.columns(of: part))
                    let isRight = self.columns[index].isRight
                    if isRight { blanks += padding }
                    if !part.isEmpty {
                        bytes += repeatElement(UInt8(ascii: " "), count: blanks)
                        bytes += (row[index].paint.map { colour.painted(String(part), $0) } ?? String(part)).utf8
                        blanks = 0
                    }
                    blanks += (isRight ? 0 : padding) + ListLayout.gap
                }
                if bytes.count > start || isFirst && line == 0 { bytes.append(UInt8(ascii: "\n")) }
            }
        }
    }

    /// What of a text stands in each line; the blank at which it is broken is seen nowhere.
    private static func parts(of text: String, _ width: Int) -> [Substring] {
        // Beside an address that went on where the terminal does, the other columns would be nowhere.
        LineWrap(first: width, rest: width, keepsAddresses: false).parts(of: text[...]).map { part in
            part[..<(part.lastIndex { $0 != " " }.map { part.index(after: $0) } ?? part.startIndex)]
        }
    }
}
