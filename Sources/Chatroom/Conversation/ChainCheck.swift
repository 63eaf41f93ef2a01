internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire

/// Has the server recompute the hash chains of conversations, and says of each whether it is whole.
struct ChainCheck {
    let connection: ChatConnection
    let printer: Printer
    var isJSON = false

    /// Checks one conversation, or all that the user can see.
    ///
    /// - Parameter target: The conversation; `nil` for all.
    /// - Returns: That it came to an end.
    /// - Throws: `ChatError` with code `storage` that names the first bad entry, after all were checked.
    func run(_ target: Target?) async throws -> HistoryReader.End {
        let targets =
            if let target { [target] } else {
                try await connection.ask(ListConversations()).conversations.map(\.target)
            }
        var broken: (place: Cursor, problem: String?)?
        for target in targets {
            let verified = try await verify(target)
            if let seq = verified.broken, broken == nil {
                broken = (Cursor(target: target, seq: seq), verified.problem.map(TerminalText.line))
            }
            try await report(verified, of: target)
        }
        if let broken {
            throw ChatError(
                .storage,
                """
                the log of \(broken.place.target) is not what was written: entry \(broken.place) is the first that is \
                wrong\(broken.problem.map { ": \($0)" } ?? "")
                """,
                hint: "The administrator should compare it with a backup.")
        }
        return HistoryReader.End(head: 0, isEmpty: false)
    }

    private func report(_ verified: Verified, of target: Target) async throws {
        guard isJSON else {
            let entries = verified.through == 1 ? "1 entry" : "\(verified.through) entries"
            let verdict = verified.broken.map { "broken at \($0)\(problem(verified))" } ?? "whole, \(entries)"
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

    private func problem(_ verified: Verified) -> String {
        verified.problem.map { ": \(TerminalText.line($0))" } ?? ""
    }

    private func verify(_ target: Target) async throws -> Verified {
        var verified = try await connection.ask(Verify(target: target))
        while verified.broken == nil, verified.through < verified.head {
            let next = try await connection.ask(Verify(target: target, after: verified.through))
            guard next.through > verified.through || next.broken != nil else { return next }
            verified = next
        }
        return verified
    }
}
