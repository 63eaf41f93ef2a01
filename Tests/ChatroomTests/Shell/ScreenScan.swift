
@testable import ChatroomTerminal

/// Finds what a program told a terminal besides text that can be seen and what a line editor needs.
struct ScreenScan {
    /// Whether notifications of the desktop may come, if nothing hides in their text.
    var allowsNotifications = false

    /// What was found, written so that it does nothing; each once.
    func findings(in bytes: [UInt8]) -> [String] {
        var found: [String] = []
        var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            let finding = scalar == "\u{1B}" ? sequence(&rest) : Self.isSeen(scalar) ? nil : Self.written([scalar])
            if let finding, !found.contains(finding) { found.append(finding) }
        }
        return found
    }

    /// The colours that the program uses itself.
    private static let colours = Set(([.dim, .error, .own] + Colour.Paint.names).map(\.parameters))

    /// Takes what follows ESC.
    private func sequence(_ rest: inout ArraySlice<Unicode.Scalar>) -> String? {
        if allowsNotifications, rest.starts(with: "]9;".unicodeScalars), let end = rest.firstIndex(of: "\u{07}") {
            let text = rest[..<end]
            rest = rest[(end + 1)...]
            let hides = text.contains { !Self.isSeen($0) || $0 == "\n" || $0 == "\r" || $0 == "\u{8}" }
            return hides ? Self.written(text) : nil
        }
        // The title, in which nothing hides either.
        if rest.starts(with: "]2;".unicodeScalars), let end = rest.firstIndex(of: "\u{07}") {
            let text = rest[..<end]
            rest = rest[(end + 1)...]
            return text.allSatisfy { (0x20...0x7E).contains($0.value) } ? nil : Self.written(text)
        }
        guard rest.first == "[" else { return Self.written(rest.prefix(4)) }
        let parameters = rest.dropFirst().prefix { (0x30...0x3F).contains($0.value) }
        let sequence = rest.prefix(2 + parameters.count)
        rest = rest.dropFirst(sequence.count)
        let text = String(String.UnicodeScalarView(parameters))
        let isKnown =
            switch sequence.last {
            case "A", "B", "C", "D", "G": text.isEmpty || (1...80).contains(Int(text) ?? 0)
            case "K", "J": text.isEmpty
            case "m": text.isEmpty || ["0", "1", "7", "27"].contains(text) || Self.colours.contains(text)
            case "t": ["22;2", "23;2"].contains(text)
            case "h", "l": ["?2004", "?1034"].contains(text)
            default: false
            }
        return isKnown ? nil : Self.written(sequence)
    }

    /// Whether a character is what it looks like, or what every program writes.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\r", "\n", "\t", "\u{8}": true
        case "\u{FFFD}": false
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
            default: !scalar.properties.isDefaultIgnorableCodePoint
            }
        }
    }

    private static func written(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        scalars.map { $0.escaped(asASCII: true) }.joined()
    }
}
