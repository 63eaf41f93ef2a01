/// Reads a regular expression.
///
/// The syntax is what grep -E, Python and Swift have in common, without what cannot be matched in linear time.
struct PatternParser {
    /// How many groups may stand in one another.
    private static let deepest = 100

    /// What `(?i)` and its like have switched on.
    struct Flags: Equatable {
        /// Whether upper and lower case are the same.
        var ignoresCase = false
        /// Whether `^` and `$` match at every line.
        var isByLine = false
        /// Whether `.` matches a line feed.
        var dotTakesAll = false
    }

    var rest: Substring.UnicodeScalarView
    var flags = Flags()
    private var depth = 0

    /// Begins to read.
    init(_ text: String) { rest = text[...].unicodeScalars }

    /// Reads all of it.
    ///
    /// - Throws: ``PatternFault``.
    mutating func read() throws(PatternFault) -> PatternNode {
        let node = try choice()
        guard rest.isEmpty else { throw PatternFault("a ')' closes nothing", hint: "Write '\\)' for the character.") }
        return node
    }

    /// Takes a text if it is next.
    mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.unicodeScalars) else { return false }
        rest.removeFirst(text.unicodeScalars.count)
        return true
    }

    private mutating func choice() throws(PatternFault) -> PatternNode {
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = rest.first, next != "|", next != ")" {
            let atom = try atom()
            nodes.append(try repeated(atom))
        }
        return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func atom() throws(PatternFault) -> PatternNode {
        if count(in: rest) != nil { throw PatternFault("the '{' repeats nothing") }
        let scalar = rest.removeFirst()
        switch scalar {
        case "(": return try group()
        case "[": return .set(try bracket())
        case ".": return .set(flags.dotTakesAll ? .all : .noLineFeed)
        case "^": return .place(flags.isByLine ? .lineStart : .start)
        case "$": return .place(flags.isByLine ? .lineEnd : .endOfLastLine)
        case "\\": return try escape()
        case "*", "+", "?": throw PatternFault("the '\(scalar)' repeats nothing")
        default: return .set(ScalarSet(scalar, ignoringCase: flags.ignoresCase))
        }
    }

    private mutating func group() throws(PatternFault) -> PatternNode {
        guard depth < Self.deepest else { throw PatternFault("groups are too deep in one another") }
        depth += 1
        defer { depth -= 1 }
        let outer = flags
        if take("?") {
            switch rest.first {
            case "<" where !["=", "!"].contains(rest.dropFirst().first): try skipName()
            case "P" where rest.dropFirst().first == "<":
                rest.removeFirst()
                try skipName()
            case let next? where next == ":" || next == "-" || ("a"..."z").contains(next):
                guard try readFlags() else { return .empty }
            default:
                throw PatternFault(
                    "'(?\(rest.prefix(2).map(String.init).joined())' is not known here",
                    hint: "Looking ahead, behind and back is not supported, for it has no bound in time.")
            }
        }
        let node = try choice()
        guard take(")") else { throw PatternFault("a '(' is not closed", hint: "Write '\\(' for the character.") }
        flags = outer
        return node
    }

    private mutating func skipName() throws(PatternFault) {
        guard let end = rest.firstIndex(of: ">") else { throw PatternFault("the name of a group has no '>'") }
        rest = rest[rest.index(after: end)...]
    }

    /// Reads `i`, `m`, `s`, `-` up to `:` or `)`.
    ///
    /// - Returns: Whether a group follows; otherwise they hold to the end of the group around them.
    private mutating func readFlags() throws(PatternFault) -> Bool {
        var isOn = true
        while let next = rest.popFirst() {
            switch next {
            case "i": flags.ignoresCase = isOn
            case "m": flags.isByLine = isOn
            case "s": flags.dotTakesAll = isOn
            case "-" where isOn: isOn = false
            case ":": return true
            case ")": return false
            default: throw PatternFault("there is no flag '\(next)'", hint: "Known are (?i), (?m) and (?s).")
            }
        }
        throw PatternFault("a '(' is not closed")
    }

    /// Reads how often a piece may come.
    private mutating func repeated(_ node: PatternNode) throws(PatternFault) -> PatternNode {
        let (least, most): (Int, Int?)
        switch rest.first {
        case "*": (least, most) = (0, nil)
        case "+": (least, most) = (1, nil)
        case "?": (least, most) = (0, 1)
        case "{":
            guard let count = count(in: rest) else { return node }
            (least, most) = (count.least, count.most)
            guard max(least, most ?? 0) <= PatternProgram.most, most.map({ $0 >= least }) ?? true else {
                throw PatternFault("the numbers in '{\(Substring(count.text))}' are out of order or over 500")
            }
            rest.removeFirst(count.text.count + 1)
        default: return node
        }
        rest.removeFirst()
        // Few or many first: it makes no difference to whether there is a match.
        guard !take("?") else { return .repetition(node, least: least, most: most) }
        guard rest.first != "+" else {
            throw PatternFault("'+' behind a repetition is not supported", hint: "Leave it out, or write '\\+'.")
        }
        return .repetition(node, least: least, most: most)
    }

    /// What stands in braces, if it says how often: `{3}`, `{3,}`, `{3,5}`, `{,5}`; otherwise the brace is a character.
    private func count(
        in text: Substring.UnicodeScalarView
    ) -> (text: Substring.UnicodeScalarView, least: Int, most: Int?)? {
        guard text.first == "{", let end = text.firstIndex(of: "}") else { return nil }
        let inner = text[text.index(after: text.startIndex)..<end]
        guard inner.allSatisfy({ ("0"..."9").contains($0) || $0 == "," }) else { return nil }
        let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        guard (1...2).contains(parts.count), parts.contains(where: { !$0.isEmpty }) else { return nil }
        // A number that no integer holds is too large in any case.
        let numbers = parts.map { $0.isEmpty ? nil : Int($0) ?? .max }
        if numbers.count == 1 { return (inner, numbers[0] ?? 0, numbers[0]) }
        return (inner, numbers[0] ?? 0, numbers[1])
    }
}
