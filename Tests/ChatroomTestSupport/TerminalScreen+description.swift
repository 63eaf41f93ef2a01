extension TerminalScreen: CustomStringConvertible {
    /// The rows in a frame, with the cursor's place and all that is not as usual.
    public var description: String {
        let border = "+" + String(repeating: "-", count: size.columns) + "+"
        let rows = cells.map { "|" + $0.map(\.character).joined() + "|" }
        var facts = ["cursor: row \(cursor.row), column \(cursor.column)\(isCursorShown ? "" : ", hidden")"]
        if !scrollback.isEmpty { facts.append("scrollback: \(scrollback.count) rows") }
        if let title { facts.append("title: \(title)") }
        if !unknown.isEmpty { facts.append("unknown: \(unknown.joined(separator: " "))") }
        return ([border] + rows + [border] + facts).joined(separator: "\n")
    }
}
