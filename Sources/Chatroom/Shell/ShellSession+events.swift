internal import ChatroomClient
internal import ChatroomCore

/// What arrives.
extension ShellSession {
    /// The most messages that are shown when a conversation is entered, if all of them are new.
    private static let mostShown = 100
    /// How many are shown at least, if there are so many.
    private static let fewestShown = 10

    /// Takes a connection on which nothing is followed yet.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - summaries: What the user can see.
    ///   - isFirst: Whether the shell has just begun.
    /// - Throws: `ChatError` when the conversation to begin with cannot be read, and what showing throws.
    func begin(_ connection: ChatConnection, _ summaries: [Conversation.Summary], isFirst: Bool) async throws {
        let missed = isFirst ? 0 : model.update { $0.missed(in: summaries) }
        slot.set(connection)
        model.update { state in
            state.update(summaries, isFirst: isFirst)
            state.isOffline = false
        }
        guard surface.isInteractive else { return }
        if isFirst {
            try await greet(connection, summaries)
        } else {
            if missed > 0 {
                context.diagnostics.note("\(missed) \(missed == 1 ? "message" : "messages") to catch up with")
            }
            // It was chosen while there was nothing to show it with.
            let unshown = model.update { state in state.places[state.current].map { $0.unread > 0 } ?? false }
            if unshown { try await enter(current, on: connection) }
        }
        if let users = try? await connection.who() { model.update { $0.names.know(users.map(\.name)) } }
        await refreshPrompt()
    }

    /// Says what becomes of the connection.
    func note(_ status: ChatClient.Status) async throws {
        switch status {
        case .lost:
            slot.set(nil)
            let wasOnline = model.update { state in
                defer { state.isOffline = true }
                return !state.isOffline
            }
            // Once; while it lasts, the prompt shows it.
            if wasOnline { context.tell(status) }
            await refreshPrompt()
        case .unreached, .reached, .back, .tooFast: context.tell(status)
        }
    }

    /// Takes what is no message.
    func note(_ event: Event) async {
        guard case .opened(let summary) = event else { return }
        let isKnown = model.update { state in
            defer { state.open(summary) }
            return state.places[summary.target] != nil
        }
        guard !isKnown, !summary.target.isDirect, surface.isInteractive else { return }
        surface.post(view.rule("new: \(summary.target); /go \(summary.target) opens it"))
    }

    /// Takes a message.
    func arrived(_ message: Message, in target: Target) async throws {
        let before = model.update { $0.prompt }
        let showing = model.update { $0.note(message, in: target) }
        if showing != .not {
            let bytes = view.message(message, in: target, isElsewhere: showing == .elsewhere)
            try await show(bytes + attention(message, in: target))
        }
        if surface.isInteractive, model.update({ $0.prompt }) != before { await refreshPrompt() }
    }

    /// Takes the end of a conversation.
    func ended(_ target: Target, _ reason: ChatError) async throws {
        model.update { $0.close(target) }
        context.diagnostics.note("\(target): \(reason.message)")
        await refreshPrompt()
    }

    /// Says what became of a message that was sent.
    func report(_ message: OutgoingMessage, _ outcome: Outbox.Outcome) async {
        // A script waits for the outcome itself.
        guard surface.isInteractive else { return }
        switch outcome {
        case .success(let receipt):
            if receipt.isRecipientOffline { context.diagnostics.note("stored; \(message.target) is offline") }
        case .failure(let error):
            model.update { $0.refused(message) }
            context.diagnostics.report(
                ChatError(
                    error.code, "not sent to \(message.target): \(error.message)", hint: error.hint,
                    retryAfter: error.retryAfter))
            if !message.body.isEmpty { surface.post(view.note("not sent: \(message.body)")) }
        }
    }

    /// Enters a conversation: shows its newest messages, and from there on all that comes, without gap or double.
    ///
    /// - Parameters:
    ///   - target: The conversation.
    ///   - connection: The connection.
    /// - Throws: `ChatError` when there is no such conversation or no connection.
    func enter(_ target: Target, on connection: ChatConnection) async throws {
        let (place, user) = model.update { ($0.places[target] ?? ShellState.Place(), $0.user) }
        let isNew: (Message) -> Bool = { $0.seq > place.read && $0.sender != user && $0.entry == .text }
        let count = min(max(Self.fewestShown, place.unread + 3), Self.mostShown)
        var query = HistoryQuery(target: target, newest: count)
        var page = try await connection.history(query)
        var head = page.head
        let begins = page.messages.first?.seq ?? head
        let isAbridged =
            begins > place.read + 1
            && (place.unread >= Self.mostShown || page.messages.count(where: isNew) < place.unread)
        var divider = place.unread > 0 ? page.messages.first(where: isNew)?.seq : nil
        var before: Message?
        while true {
            var bytes: [UInt8] = []
            for message in page.messages {
                if message.seq == divider {
                    let rule = newRule(after: before, isAbridged: isAbridged)
                    bytes += view.beginDay(message.time) + view.rule(rule)
                    divider = nil
                }
                before = message
                bytes += view.message(message, in: target)
            }
            try await show(bytes)
            model.update { [page] in $0.showed(page.messages, in: target) }
            if page.hasMore, let last = page.messages.last {
                // Long messages: the rest of the page.
                (query.newest, query.after, query.before) = (nil, last.seq, head + 1)
            } else if model.update({ [page, head] in
                $0.go(to: target, page.conversation, shown: head, isAbridged: isAbridged)
            }) {
                break
            } else {
                // What arrived while it was read was only counted.
                query = HistoryQuery(target: target, after: head)
            }
            page = try await connection.history(query)
            head = max(head, page.head)
        }
        await refreshPrompt()
        if case .room(let name) = target, let room = try? await connection.room(.describeRoom(name)) {
            model.update { state in
                state.open(room.summary)
                if name != .lobby { state.names.setMembers(room.members.map(\.name), of: target) }
            }
        }
    }

    /// Tells the server that what was shown was read, now that somebody did something.
    func markRead() {
        guard surface.isInteractive, let connection = try? slot.get(), let mark = model.update({ $0.markRead() }) else {
            return
        }
        // Nobody waits for the answer: the next mark covers this one.
        _ = connection.start(.ack(Ack(conversation: mark.conversation, cursor: .read, seq: mark.seq)))
        connection.flush()
    }

    private func greet(_ connection: ChatConnection, _ summaries: [Conversation.Summary]) async throws {
        let (user, current) = model.update { ($0.user, $0.current) }
        let unread = summaries.filter { $0.unread > 0 && $0.role != nil }.map { summary in
            let count = summary.unread >= 100 ? "100 or more" : "\(summary.unread)"
            let own = summary.mentions > 0 && !summary.target.isDirect ? " (\(summary.mentions) for you)" : ""
            return "\(count)\(unreadWord(summary, in: summaries)) in \(summary.target)\(own)"
        }
        let news = unread.isEmpty ? "nothing unread" : unread.joined(separator: ", ")
        try await show(view.line("\(user) on \(context.address): \(news). /help lists commands."))
        try await enter(current, on: connection)
    }

    /// `unread` behind the first number only.
    private func unreadWord(_ summary: Conversation.Summary, in summaries: [Conversation.Summary]) -> String {
        summary.target == summaries.first { $0.unread > 0 && $0.role != nil }?.target ? " unread" : ""
    }

    private func newRule(after last: Message?, isAbridged: Bool) -> String {
        if isAbridged { return "more is new than is shown here; /unread shows all" }
        let zone: DisplayZone = model.settings.utc ? .utc : .local
        return last.map { "new since \(TimeText.clock($0.time, in: zone))" } ?? "new"
    }

    /// What makes a person look up: a bell, a notification of the desktop.
    private func attention(_ message: Message, in target: Target) -> [UInt8] {
        let (user, settings) = (model.update { $0.user }, model.settings)
        guard surface.isInteractive, message.sender != user, message.entry == .text else { return [] }
        let isForUser = target.isDirect || Mentions.include(user, in: message.body)
        var bytes: [UInt8] = []
        if settings.bell == .all || settings.bell == .mentions && isForUser { bytes.append(0x07) }
        guard manner.knowsSequences else { return bytes }
        if settings.notify == .all || settings.notify == .mentions && isForUser {
            // OSC 9; no text of others can end it, because control characters are written out.
            let text = TerminalText.line("\(message.sender) in \(target): \(message.body.prefix(120))")
            bytes += Array("\u{1b}]9;\(text)\u{07}".utf8)
        }
        return bytes
    }
}
