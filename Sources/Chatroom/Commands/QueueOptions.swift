internal import ArgumentParser
internal import ChatroomCore

/// What `send` does when the server is away.
struct QueueOptions: ParsableArguments {
    @Flag(help: "Keep it on disk if the server is away; the next send sends it.")
    var queue = false

    @Flag(help: "Send what is queued, and nothing else.")
    var flush = false

    /// Refuses what does not go with them.
    ///
    /// - Parameters:
    ///   - acts: What the message does.
    ///   - question: What is waited for.
    ///   - given: What else may be given, and whether it is.
    /// - Throws: `ChatError` with code `usage`.
    func check(_ acts: SendActs, _ question: AskOptions, given: [(String, Bool)]) throws(ChatError) {
        let waits = [
            ("--run", acts.run), ("--ask", question.ask != nil), ("--wait", question.wait),
            ("--require", question.require != nil),
        ].first(where: \.1)?.0
        if queue, let waits {
            throw ChatError(.usage, "\(waits) needs the server, so it cannot be used with --queue")
        }
        guard flush else { return }
        let others =
            given + [
                ("--queue", queue), ("--edit", acts.edit != nil), ("--delete", acts.delete != nil),
                ("--update", acts.update != nil),
                ("--reply-to", acts.replyTo != nil),
            ]
        guard let other = waits ?? others.first(where: \.1)?.0 else { return }
        throw ChatError(.usage, "--flush sends what is queued and nothing else, so it cannot be used with \(other)")
    }
}
