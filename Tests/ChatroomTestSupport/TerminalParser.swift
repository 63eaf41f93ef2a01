/// Finds the control sequences (ECMA-48) in what a program writes to a terminal.
struct TerminalParser: Sendable {
    /// What one character, or the sequence that it ends, tells the terminal.
    enum Instruction: Sendable, CustomStringConvertible {
        /// Shows a character.
        case print(Unicode.Scalar)
        /// A control character.
        case control(Unicode.Scalar)
        /// What came after ESC.
        case escape(String)
        /// What came after `ESC [` (CSI).
        case sequence(String)
        /// What came after `ESC ]` (OSC), without its end.
        case command(String)
        /// ESC and what followed, with a character that ended it too soon.
        case broken(String)

        /// The bytes as a person can read them.
        var description: String {
            let (start, text) =
                switch self {
                case .print(let scalar), .control(let scalar): ("", String(scalar))
                case .escape(let text), .broken(let text): ("\\e", text)
                case .sequence(let text): ("\\e[", text)
                case .command(let text): ("\\e]", text)
                }
            return start + text.unicodeScalars.map { $0.escaped(asASCII: (0x80..<0xA0).contains($0.value)) }.joined()
        }
    }

    private enum State: Sendable {
        case ground
        case escape
        case sequence
        case command
        /// A string for printers and the like (DCS, SOS, PM, APC), of which nothing is kept.
        case ignoredString
    }

    private var state = State.ground
    private var text = ""

    /// Takes the next character.
    ///
    /// - Returns: What the terminal has to do; `nil` when nothing yet.
    mutating func parse(_ scalar: Unicode.Scalar) -> Instruction? {
        if state == .ground {
            switch scalar.value {
            case 0x20..<0x7F, 0xA0...: return .print(scalar)
            case 0x1B: begin(.escape)
            case 0, 0x7F: break
            default: return .control(scalar)
            }
            return nil
        }
        switch scalar {
        case "\u{1B}":
            // The end of a string is ESC \, and ESC alone ends it as well.
            defer { begin(.escape) }
            return state == .command ? .command(text) : nil
        case "\u{18}", "\u{1A}":
            begin(.ground)
            return nil
        case _ where state == .command || state == .ignoredString: return parseString(scalar)
        default: return parseSequence(scalar)
        }
    }

    private mutating func parseString(_ scalar: Unicode.Scalar) -> Instruction? {
        guard state == .command else { return nil }
        if scalar == "\u{07}" {
            defer { begin(.ground) }
            return .command(text)
        }
        if scalar.value >= 0x20 && scalar.value != 0x7F { text.unicodeScalars.append(scalar) }
        return nil
    }

    private mutating func parseSequence(_ scalar: Unicode.Scalar) -> Instruction? {
        switch (scalar.value, state) {
        case (0, _), (0x7F, _): return nil
        // A control character inside a sequence is carried out as if it came before it.
        case (..<0x20, _): return .control(scalar)
        case (0x80..., _):
            defer { begin(.ground) }
            return .broken((state == .sequence ? "[" : "") + text + String(scalar))
        case (0x20..<0x30, _), (0x30..<0x40, .sequence):
            text.unicodeScalars.append(scalar)
            return nil
        case (_, .sequence):
            defer { begin(.ground) }
            return .sequence(text + String(scalar))
        default: return parseEscape(scalar)
        }
    }

    private mutating func parseEscape(_ scalar: Unicode.Scalar) -> Instruction? {
        let isFirst = text.isEmpty
        switch scalar {
        case "[" where isFirst: begin(.sequence)
        case "]" where isFirst: begin(.command)
        case "P" where isFirst, "X" where isFirst, "^" where isFirst, "_" where isFirst: begin(.ignoredString)
        default:
            defer { begin(.ground) }
            return .escape(text + String(scalar))
        }
        return nil
    }

    private mutating func begin(_ state: State) { (self.state, text) = (state, "") }
}
