internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// What arrives.
extension ShellSession {
    /// The most messages that are shown when a conversation is entered, if all of them are new.
    private static let mostShown = 100
    /// In how many conversations the messages of who is ignored are counted when a shell begins.
    private static let mostCounted = 50
    /// How many are shown at least, if there are so many.
    private static let fewestShown = 10

    /// Takes a connection on which nothing is followed yet.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - summaries: What the user can see.
    ///   - invitations: Where the user may go.
    ///   - isFirst: Whether the shell has just begun.
    /// - Throws: `ChatError` when the conversation to begin with cannot be read, and what showing throws.
    func begin(
        _ connection: ChatConnection, _ summaries: [Conversation.Summary], _ invitations: [Invitation], isFirst: Bool
    ) async throws {
        let summaries = isFirst ? try await withoutIgnored(summaries, connection) : summaries
        let missed = isFirst ? 0 : model.update { $0.missed(in: summaries) }
        slot.set(connection)
        model.update { state in
            state.update(summaries, isFirst: isFirst)
            state.isOffline = false
        }
        guard surface.isInteractive else { return }
        if let users = try? await connection.ask(ChatroomWire.Who()) {
            model.update { state in
                state.names.know(users.map(\.name))
                state.away = users.first { $0.name == state.user }?.away
            }
        }
        if isFirst {
            try await greet(connection, summaries, invitations)
        } else {
            if missed > 0 {
                host.diagnostics.note("\(missed) \(missed == 1 ? "message" : "messages") to catch up with")
            }
            // It was chosen while there was nothing to show it with.
            let unshown = model.update { state in state.places[state.current].map { $0.unread > 0 } ?? false }
            if unshown { try await enter(current, on: connection) }
        }
        await refreshPrompt()
    }

    /// Says what becomes of the connection.
    func note(_ status: LineStatus) async throws {
        switch status {
        case .lost:
            slot.set(nil)
            let wasOnline = model.update { state in
                defer { state.isOffline = true }
                return !state.isOffline
            }
            // Once; while it lasts, the prompt shows it.
            if wasOnline { host.tell(status) }
            await refreshPrompt()
        case .unreached, .reached, .back, .tooFast: host.tell(status)
        }
    }

    /// Takes what is no message.
    func note(_ event: Event) async {
        switch event {
        case .opened(let summary):
            let before = model.update { state in
                defer { state.open(summary) }
                return state.places[summary.target]
            }
            guard !summary.target.isDirect, surface.isInteractive else { return }
            if before == nil {
                surface.post(view.rule("new: \(summary.target); /go \(summary.target) opens it"))
            } else if summary.isRoleNew, let role = summary.role, before?.role != role {
                surface.post(view.rule(MembershipNews.text(role, in: summary.target)))
            }
        case .invited(let invitation):
            let isIgnored = invitation.inviter.map { model.settings.ignored.contains($0) } ?? false
            guard surface.isInteractive, !isIgnored else { return }
            surface.post(view.rule(SlashWording.inShell(MembershipNews.text(invitation))))
        default: return
        }
    }

    /// Takes a message.
    func arrived(_ message: Message, in target: Target) async throws {
        let showing = model.update { $0.note(message, in: target) }
        if surface.isInteractive, message.changes != nil {
            try await showChange(message, in: target, showing)
        } else if showing != .not {
            try await show(view.rows(message, in: target, isElsewhere: showing == .elsewhere))
            await alert(message, in: target)
            try await tellAnswer(message, in: target)
        } else {
            view.remember(message, in: target)
        }
        if surface.isInteractive { await refreshPrompt() }
    }

    /// Shows a message's rows.
    func show(_ rows: ShellView.Rows) async throws {
        noteRows(rows.bytes)
        view.settle(rows, isInPlace: try await surface.show(rows))
    }

    /// Shows what became of a message: where it stands, if nothing came below it, else in a line of its own.
    private func showChange(_ message: Message, in target: Target, _ showing: ShellState.Showing) async throws {
        let isLast = view.isLast(message, in: target)
        if showing == .here, isLast || changes.take(message, in: target) {
            try await show(view.rows(message, in: target))
        } else if showing == .not, isLast, !model.update({ $0.ignored.contains(message.sender) }) {
            // It was shown though its conversation is not; a line of its own would be too much.
            var rows = view.rows(message, in: target)
            rows.bytes = []
            let isInPlace = try await surface.show(rows)
            view.settle(isInPlace ? rows : nil, isInPlace: isInPlace)
        } else if showing == .not {
            view.remember(message, in: target)
        }
    }

    /// Shows the newest of several edits.
    func showFolded(_ held: EditFold.Held) async throws {
        guard held.target == current else { return }
        try await show(view.rows(held.message, in: held.target))
    }

    /// Says what became of an answer, to whoever gave it and to whoever asked.
    private func tellAnswer(_ message: Message, in target: Target) async throws {
        guard surface.isInteractive, message.entry == .text else { return }
        let found = model.update { state -> String? in
            let choice = TerminalText.excerpt(message.body, columns: 40)
            if message.sender == state.user {
                // In a direct conversation a plain choice answers, too.
                let asked =
                    message.replyTo.map { state.questions.question($0, in: target) }
                    ?? state.questions.question(answeredBy: message.seq, in: target)
                guard let asked else { return nil }
                guard asked.isWaiting(message.time) else {
                    return "nobody waits any more: the time for \(asked.name) was over"
                }
                return asked.takes(message.body)
                    ? "answered @\(asked.asker): \(choice)"
                    : "'\(choice)' is none of \(asked.choices), so \(asked.name) is not answered"
            }
            guard let seq = message.replyTo,
                let own = state.latest(in: target).first(where: { $0.seq == seq }), own.sender == state.user,
                let question = own.question
            else { return nil }
            if message.isLate { return "nobody waits any more: the time for your question was over" }
            return question.choices.isEmpty || question.choice(in: message.body) != nil
                ? "@\(message.sender) answered: \(choice)"
                : "'\(choice)' is none of \(question.choices.joined(separator: " / "))"
        }
        if let found { try await show(view.rule(found)) }
    }

    /// Rings, notifies and runs what the user wants for a message that was shown.
    private func alert(_ message: Message, in target: Target) async {
        let (user, isForUser) = model.update { ($0.user, $0.isForUser(message, in: target)) }
        guard surface.isInteractive, message.sender != user, message.entry == .text else { return }
        let bytes = alerts.signal(message, in: target, isForUser: isForUser, model.settings, manner)
        if !bytes.isEmpty { await surface.signal(bytes) }
    }

    /// Takes the end of a conversation.
    func ended(_ target: Target, _ reason: ChatError) async throws {
        model.update { $0.close(target) }
        host.diagnostics.note("\(target): \(reason.message)")
        await refreshPrompt()
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
        var page = try await connection.ask(query)
        var head = page.head
        let begins = page.messages.first?.seq ?? head
        let isAbridged =
            begins > place.read + 1
            && (place.unread >= Self.mostShown || page.messages.count(where: isNew) < place.unread)
        var divider = place.unread > 0 ? page.messages.first(where: isNew)?.seq : nil
        var before: Message?
        if target != current {
            try await show(view.rule(place.topic.isEmpty ? "\(target)" : "\(target): \(place.topic)"))
        }
        while true {
            var bytes: [UInt8] = []
            for message in page.messages {
                if message.seq == divider {
                    let rule = newRule(after: before, isAbridged: isAbridged)
                    bytes += view.beginDay(message.time) + view.rule(rule)
                    divider = nil
                }
                before = message
                let rows = view.rows(message, in: target)
                if message.seq == page.messages.last?.seq {
                    try await show(bytes)
                    try await show(rows)
                } else {
                    bytes += rows.bytes
                }
            }
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
            page = try await connection.ask(query)
            head = max(head, page.head)
        }
        await refreshPrompt()
        if case .room(let name) = target, let room = try? await connection.ask(DescribeRoom(room: name)) {
            model.update { state in
                state.open(room.summary)
                if name != .lobby { state.names.setMembers(room.members.map(\.name), of: target) }
            }
        }
    }

    /// Tells the server that what was shown was read, now that somebody did something.
    func markRead() {
        guard surface.isInteractive, let connection = try? slot.get() else { return }
        let marks = model.update { $0.markRead() }
        guard !marks.isEmpty else { return }
        // Nobody waits for the answers: the next mark covers this one.
        for mark in marks {
            _ = connection.start(Ack(conversation: mark.conversation, cursor: .read, seq: mark.seq))
        }
        connection.flush()
    }

    /// Takes note that somebody typed a line, and has seen what is on the screen.
    ///
    /// Whoever goes where the prompt says that something waits is still on the way.
    func notice(_ line: String) async {
        guard surface.isInteractive else { return }
        if case .command(let name, _) = ShellLine(line), ["next", "go"].contains(name) { return markRead() }
        let rows = OutputDescriptor.standardOutput.rows ?? ShellState.usualRows
        model.update { $0.noticed(onRows: rows) }
        markRead()
        await refreshPrompt()
    }

    /// Conversations as a user sees them who ignores others, of which the server knows nothing.
    private func withoutIgnored(
        _ summaries: [Conversation.Summary], _ connection: ChatConnection
    ) async throws -> [Conversation.Summary] {
        let (ignored, user) = (model.settings.ignored, model.update { $0.user })
        guard surface.isInteractive, !ignored.isEmpty else { return summaries }
        var result = summaries
        for index in result.indices.filter({ summaries[$0].unread > 0 }).prefix(Self.mostCounted) {
            let summary = summaries[index]
            let page = try await connection.ask(HistoryQuery(target: summary.target, newest: 100))
            let hidden = page.messages.filter { message in
                message.seq > summary.read && message.entry == .text && ignored.contains(message.sender)
            }
            result[index].unread -= min(hidden.count, summary.unread)
            result[index].mentions -= min(
                hidden.count { summary.target.isDirect || Mentions.include(user, in: $0.body) }, summary.mentions)
        }
        return result
    }

    private func greet(
        _ connection: ChatConnection, _ summaries: [Conversation.Summary], _ invitations: [Invitation]
    ) async throws {
        let (user, current) = model.update { ($0.user, $0.current) }
        let muted = model.settings.muted
        let waiting = summaries.filter { $0.unread > 0 && ($0.mentions > 0 || !$0.target.isRoom(in: muted)) }
        let unread = waiting.map { summary in
            let count = summary.unread >= 100 ? "100 or more" : "\(summary.unread)"
            let own = summary.mentions > 0 && !summary.target.isDirect ? " (\(summary.mentions) for you)" : ""
            let word = summary.target == waiting.first?.target ? " unread" : ""
            return "\(count)\(word) in \(summary.target)\(own)"
        }
        let news = unread.isEmpty ? "nothing unread" : unread.joined(separator: ", ")
        try await show(view.line("\(user) on \(host.address): \(news). /help lists commands."))
        for line in MembershipNews.lines(summaries, invitations, ignoring: model.settings.ignored) {
            try await show(view.rule(SlashWording.inShell(line)))
        }
        if let away = model.update({ $0.away }) { try await show(view.rule("you are away: \(away); /back ends it")) }
        do {
            try await enter(current, on: connection)
        } catch let error as ChatError where error.code == .notFound && !manner.isPlaceGiven {
            // Where one left may be gone.
            model.update { $0.choose(.lobby) }
            try await enter(.lobby, on: connection)
        }
        await keepPlace()
    }

    private func newRule(after last: Message?, isAbridged: Bool) -> String {
        if isAbridged { return "more is new than is shown here; /unread shows all" }
        let zone: DisplayZone = model.settings.utc ? .utc : .local
        return last.map { "new since \(TimeText.clock($0.time, in: zone))" } ?? "new"
    }
}
