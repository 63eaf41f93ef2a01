internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomTerminal

/// Runs a command for messages and says of each whether it was dealt with.
struct HandlerRuns: Sendable {
    /// How long to wait before a message is tried again, the first time; doubles up to ``longestWait``.
    private static let firstWait: Duration = .milliseconds(500)
    private static let longestWait: Duration = .seconds(30)

    private let process: HandlerProcess
    private let name: String
    private let mostAttempts: Int?
    private let diagnostics: Diagnostics

    /// Checks that the command can be run.
    ///
    /// - Parameters:
    ///   - command: The command as one text; it is split into words, without a shell.
    ///   - mostAttempts: After how many attempts a message is given up; `nil` for never.
    ///   - diagnostics: Where failures are told.
    /// - Throws: `ChatError` with code `usage`, `command-missing` or `command-not-run`.
    init(_ command: String, mostAttempts: Int?, diagnostics: Diagnostics) throws(ChatError) {
        let words = try CommandWords.split(command)
        try HandlerProcess.check(words)
        process = HandlerProcess(command: words)
        name = words[0]
        self.mostAttempts = mostAttempts
        self.diagnostics = diagnostics
    }

    /// Runs the command for a message: the text is its standard input, the rest in its environment.
    ///
    /// - Parameter work: The message.
    /// - Returns: Whether the message is done: the command exited with 0, or it was the last attempt.
    /// - Throws: Why the command cannot be run.
    func handle(_ work: CursorConsumer.Work) async throws -> Bool {
        let attempt = work.failures + 1
        let end = try await process.run(
            body: work.delivery.message.body, variables: Self.variables(of: work.delivery, attempt: attempt))
        if end == .exited(0) { return true }
        // A command that was stopped with us has not failed.
        if Task.isCancelled { return false }
        let place = work.delivery.cursor
        if let mostAttempts, attempt >= mostAttempts {
            diagnostics.note(
                "\(name): \(end.text) for \(place), given up after \(attempt) attempt\(attempt == 1 ? "" : "s")")
            return true
        }
        diagnostics.note("\(name): \(end.text) for \(place) (attempt \(attempt)); it will be retried")
        let wait = min(Self.firstWait * (1 << min(work.failures, 6)), Self.longestWait)
        try? await ContinuousClock().sleep(for: wait)
        return false
    }

    /// The most bytes of names in a variable; a system takes no program's variables beyond 128 KiB each.
    static let mostMentionBytes = 32 * 1024

    /// The first names that a text mentions, as many as a variable may hold.
    static func mentions(in body: String) -> String {
        var text = ""
        for name in Mentions.names(in: body) {
            guard text.utf8.count + name.text.utf8.count < mostMentionBytes else { break }
            text += text.isEmpty ? name.text : " \(name.text)"
        }
        return text
    }

    private static func variables(of delivery: LogFollower.Delivery, attempt: Int) -> [String: String] {
        let message = delivery.message
        return [
            "CHATROOM_ID": message.id.description,
            "CHATROOM_SEQ": "\(message.seq)",
            "CHATROOM_TIME": RFC3339.text(message.time),
            "CHATROOM_CONVERSATION": delivery.target.description,
            "CHATROOM_CURSOR": delivery.cursor.description,
            "CHATROOM_FROM": message.sender.text,
            "CHATROOM_KIND": message.kind.rawValue,
            "CHATROOM_REPLY_TO": message.replyTo.map { "\($0)" } ?? "",
            "CHATROOM_MENTIONS": mentions(in: message.body),
            "CHATROOM_ATTEMPT": "\(attempt)",
        ]
    }
}
