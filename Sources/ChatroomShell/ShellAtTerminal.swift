internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal

/// The shell of a person at a terminal: from the first key to the last.
struct ShellAtTerminal {
    let parts: ShellParts
    /// Whether nothing may be shown by moving the cursor.
    let isPlain: Bool

    /// Runs it.
    ///
    /// - Throws: Why it ended otherwise than by the user's wish; the terminal is as it was then.
    func run() async throws {
        let (host, model) = (parts.host, parts.model)
        let typed = try await parts.files.lines()
        let editor = LineEditor(
            prompt: model.update { $0.prompt }, manner: manner, doubt: { model.doubt($0) },
            completer: { model.complete($0, SlashCommand.all.map { ($0.name, $0.operands, $0.summary) }) })
        let surface = PersonSurface(editor: editor, files: parts.files, isKept: { model.settings.history })
        let colour =
            isPlain ? Colour.off : Colour(host.colour, environment: host.environment, isTerminal: true)
        let session = parts.session(
            on: surface, Diagnostics(colour: colour) { editor.post($0) },
            ShellManner(
                knowsSequences: manner.knowsSequences, isWithinTmux: host.environment["TMUX"] != nil,
                isPlaceGiven: parts.isPlaceGiven))
        await takeOver(session)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (ready, announcement) = AsyncStream.makeStream(
                    of: Void.self, bufferingPolicy: .bufferingNewest(1))
                group.addTask {
                    for await _ in ready { return try await editor.run(remembering: typed) }
                }
                do {
                    try await session.run { announcement.yield() }
                } catch {
                    announcement.finish()
                    await surface.close()
                    throw error
                }
                announcement.finish()
                await surface.close()
                try await group.waitForAll()
            }
        } catch {
            await closeOutbox()
            throw error
        }
        await closeOutbox()
    }

    /// Sends first what shells that were killed left behind.
    private func takeOver(_ session: ShellSession) async {
        do {
            let left = try await parts.outbox.open(parts.host.environment)
            guard !left.isEmpty else { return }
            parts.model.update { state in for message in left { state.sent(message) } }
            let count = left.count == 1 ? "1 message" : "\(left.count) messages"
            let when = parts.model.update { $0.isOffline } ? "sent on return" : "sent now"
            session.surface.post(parts.view.line("\(count) typed earlier and not sent: \(when)."))
        } catch {
            session.host.diagnostics.note("\(error.message); what you type while offline is not kept on disk")
        }
    }

    /// Lets go of the outbox, and says what is left in it.
    private func closeOutbox() async {
        let (kept, lost) = await parts.outbox.close()
        let diagnostics = parts.host.diagnostics
        if kept > 0 {
            diagnostics.note("\(kept) \(kept == 1 ? "message is" : "messages are") kept and sent the next time")
        }
        for message in lost { diagnostics.note("LOST, for no disk took it: to \(message.target): \(message.body)") }
    }

    private var manner: LineEditor.Manner {
        let environment = parts.host.environment
        let term = environment["TERM"] ?? "dumb"
        var manner = LineEditor.Manner()
        manner.knowsSequences = term != "dumb"
        manner.isPlain = isPlain || !manner.knowsSequences
        // xterm, the console and screen leave lines as they are; all others wrap them anew.
        let isScreen = term.hasPrefix("screen") && environment["TMUX"] == nil
        manner.reflows = environment["XTERM_VERSION"] == nil && term != "linux" && !isScreen
        // The console has no window, and to a screen reader a title would be news.
        manner.hasTitle = !manner.isPlain && term != "linux"
        return manner
    }
}
