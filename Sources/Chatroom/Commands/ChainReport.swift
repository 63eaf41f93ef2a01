internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal

/// Says of each conversation whether its log is what was written.
struct ChainReport {
    let printer: Printer
    var isJSON = false

    /// Checks one conversation, or all that the user can see, and prints a line of each.
    ///
    /// - Parameters:
    ///   - check: What has them checked.
    ///   - target: The conversation; `nil` for all.
    /// - Throws: `ChatError` with code `storage` that names the first bad entry, after all were checked.
    func run(_ check: ChainCheck, _ target: Target?) async throws {
        guard let broken = try await check.run(target, tell: { try await tell($0, $1) }) else { return }
        throw ChatError(
            .storage,
            """
            the log of \(broken.place.target) is not what was written: entry \(broken.place) is the first that is \
            wrong\(Self.text(broken.problem))
            """,
            hint: "The administrator should compare it with a backup.")
    }

    private func tell(_ target: Target, _ verified: Verified) async throws {
        guard isJSON else {
            let entries = verified.through == 1 ? "1 entry" : "\(verified.through) entries"
            let verdict = verified.broken.map { "broken at \($0)\(Self.text(verified.problem))" } ?? "whole, \(entries)"
            return try await printer.line("\(target)\t\(verdict)")
        }
        try await printer.write(
            JSONObject.line {
                $0.set("v", 1)
                $0.set("type", "verified")
                $0.set("conversation", target.description)
                $0.set("entries", verified.through)
                if let seq = verified.broken { $0.set("broken", seq) }
                if let problem = verified.problem { $0.set("problem", problem) }
            })
    }

    private static func text(_ problem: String?) -> String { problem.map { ": \(TerminalText.line($0))" } ?? "" }
}
