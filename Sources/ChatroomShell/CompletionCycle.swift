internal import ChatroomCore

/// The candidates that Tab puts into a line one after the other; pure.
struct CompletionCycle {
    private let start: Int
    private let candidates: [Completion.Candidate]
    private let original: String
    /// What stands before the cursor since the last step.
    private var shown: String
    private var index: Int?

    /// Begins with what was found for a line.
    ///
    /// - Parameters:
    ///   - result: What was found; at least one candidate.
    ///   - before: What stands before the cursor.
    init(_ result: Completion.Result, before: String) {
        start = result.start
        candidates = result.candidates
        original = before
        shown = before
    }

    /// Whether nothing was typed since the last step, so that the next one goes on.
    func isAt(_ before: String) -> Bool { index != nil && candidates.count > 1 && shown == before }

    /// The next candidate.
    ///
    /// - Parameter backward: Whether the one before is wanted.
    /// - Returns: Where the word begins that it replaces, in bytes, and the candidate.
    mutating func step(backward: Bool) -> (start: Int, candidate: String) {
        let next: Int
        if let index {
            next = (index + (backward ? candidates.count - 1 : 1)) % candidates.count
        } else {
            next = backward ? candidates.count - 1 : 0
        }
        index = next
        let text = candidates[next].text
        shown = String(decoding: original.utf8.prefix(start), as: UTF8.self) + text
        return (start, text)
    }

    /// The candidates and their notes as lines, when there are several and notes tell them apart.
    ///
    /// - Parameter columns: The width of the terminal.
    /// - Returns: Whole lines, safe for a terminal; `nil` when there is no need.
    func list(columns: Int) -> String? {
        guard candidates.count > 1, candidates.contains(where: { $0.note != nil }) else { return nil }
        let most = 12
        var lines = candidates.prefix(most).map { candidate in
            let text = TerminalText.line(candidate.text.trimmingEnd)
            let padding = String(repeating: " ", count: max(0, 10 - text.utf8.count))
            return Self.cut("  \(text)\(padding)  \(TerminalText.line(candidate.note ?? ""))", to: columns - 1)
        }
        if candidates.count > most { lines.append("  and \(candidates.count - most) more; Tab goes on") }
        return lines.map { "\($0)\n" }.joined()
    }

    private static func cut(_ line: String, to columns: Int) -> String {
        var used = 0
        return String(
            line.prefix { character in
                used += DisplayWidth.columns(of: character)
                return used <= columns
            })
    }
}
