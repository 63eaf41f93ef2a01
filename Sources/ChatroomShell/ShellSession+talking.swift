internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomSystem
internal import ChatroomTerminal

/// Commands that send.
extension ShellSession {
    /// Sends a text: at once, or when there is a connection again.
    func say(
        _ text: String, in target: Target, replyTo: Message.Seq? = nil, act: OutgoingMessage.Act = .post
    ) async throws {
        let message = MessageFactory(target: target, replyTo: replyTo, act: act).make(text)
        guard text.utf8.count <= bodyLimit else { throw ChatError.bodyTooLarge(text.utf8.count, limit: bodyLimit) }
        model.update { $0.sent(message) }
        guard surface.isInteractive else {
            let receipt = try await outbox.deliver(message)
            if receipt.isRecipientOffline { host.diagnostics.note("stored; \(target) is offline") }
            return
        }
        do {
            try await outbox.add(message)
        } catch {
            host.diagnostics.note("\(error.message); the message is kept only as long as this shell runs")
        }
        if !slot.isFilled { try await show(view.note(Self.promise(of: message))) }
    }

    /// `/msg T TEXT`.
    func send(to rest: String) async throws {
        let (word, text) = Self.split(rest)
        let target = try target(word, for: "msg")
        guard !text.isEmpty else { throw ChatError(.usage, "/msg \(target) needs a text") }
        try await say(text, in: target)
    }

    /// `/reply [N] TEXT`.
    func reply(_ rest: String) async throws {
        let place = current
        // A number alone may be a choice.
        if let asked = try await question(thatTakes: rest) {
            return try await say(asked.words(of: rest), in: asked.target, replyTo: asked.seq)
        }
        let (seq, text) = try await message(rest, in: place)
        let user = model.update { $0.user }
        let found = if let seq { seq } else { try await latest(in: place) { $0.sender != user } }
        guard let seq = found else {
            throw ChatError(.notFound, "there is nothing to reply to", hint: "Name a message: /reply 44 TEXT")
        }
        guard !text.isEmpty else { throw ChatError(.usage, "/reply needs a text") }
        try await say(text, in: place, replyTo: seq)
    }

    /// `/answer TEXT`.
    func answer(_ text: String) async throws {
        guard !text.isEmpty else {
            throw ChatError(.usage, "/answer needs a text", hint: "It answers the newest question to you.")
        }
        switch try await finding(for: text) {
        case .answer(let asked), .late(let asked):
            // The server says with it whether it is late.
            try await say(asked.words(of: text), in: asked.target, replyTo: asked.seq)
        case .over(let asked, let waiting): throw dismissal(of: asked, for: waiting)
        case .noChoice(let asked):
            throw ChatError(
                .invalid, "'\(text)' is none of \(asked.choices), so \(asked.name) is not answered",
                hint: "/answer \(asked.question.choices[0])")
        case .answered(let asked):
            throw ChatError(.notFound, "you have answered \(asked.name)", hint: "/reply adds something.")
        case .none: throw ChatError(.notFound, "nobody waits for an answer of yours")
        }
    }

    /// What a text is to the questions that were asked; away from a terminal those of the current conversation.
    private func finding(for text: String) async throws -> OpenQuestions.Finding {
        if !manner.isFollowing { _ = try await latest(in: current) }
        return model.update { $0.questions.find(text, current: $0.current, now: .ofSystem()) }
    }

    /// Says that the question that was probably meant is over; the same text answers the older one after that.
    private func dismissal(of asked: OpenQuestions.Asked, for waiting: OpenQuestions.Asked) -> ChatError {
        model.update { $0.questions.dismiss(asked) }
        return ChatError(
            .notFound, "the time for \(asked.name) is over, nothing was sent",
            hint: "The same once more answers \(waiting.name).")
    }

    /// `/me TEXT`.
    func act(_ text: String) async throws {
        guard !text.isEmpty else { throw ChatError(.usage, "/me needs a text") }
        try await say("* \(model.update { $0.user }) \(text)", in: current)
    }

    /// The newest question of others that has a text among its choices.
    private func question(thatTakes text: String) async throws -> OpenQuestions.Asked? {
        guard !text.isEmpty else { return nil }
        switch try await finding(for: text) {
        case .answer(let asked) where !asked.question.choices.isEmpty: return asked
        case .late(let asked) where !asked.question.choices.isEmpty: return asked
        case .over(let asked, let waiting) where !asked.question.choices.isEmpty:
            throw dismissal(of: asked, for: waiting)
        default: return nil
        }
    }

    /// `/edit [N] [TEXT]`.
    func edit(_ rest: String) async throws {
        let place = current
        let (named, given) = try await message(rest, in: place)
        let seq = if let named { named } else { try await latestOwn(in: place, for: "edit") }
        var text = given
        if text.isEmpty {
            guard surface.isInteractive else { throw ChatError(.usage, "/edit needs a text here") }
            let before = try await body(of: seq, in: place)
            let limit = bodyLimit
            let editor = TextEditor(environment: host.environment)
            let after = try await surface.lend { try await editor.edit(before, limit: limit) }
            guard after != before, !after.isEmpty else {
                return try await show(view.rule("not changed"))
            }
            text = after
        }
        try await say(text, in: place, act: .edit(seq))
    }

    /// `/delete [N]`.
    func delete(_ rest: String) async throws {
        let place = current
        let (named, more) = try await message(rest, in: place)
        guard more.isEmpty else { throw ChatError(.usage, "/delete takes a message's number") }
        let seq = if let named { named } else { try await latestOwn(in: place, for: "delete") }
        try await say("", in: place, act: .delete(seq))
    }

    /// `/ask`.
    func ask(_ rest: String) async throws {
        var parts = rest.split(separator: "|", omittingEmptySubsequences: false).map { part in
            String(part.drop(while: \.isWhitespace)).trimmingEnd
        }
        var text = parts.isEmpty ? "" : parts.removeFirst()
        let (word, more) = Self.split(text)
        let limit = try? TimeInput.duration(word)
        if limit != nil { text = more }
        guard !text.isEmpty else { throw ChatError(.usage, "/ask needs a question") }
        _ = try Question(choices: parts)
        try await say(text, in: current, act: .ask(choices: parts, within: limit))
    }

    /// `/update KEY TEXT`.
    func sendUpdate(_ rest: String) async throws {
        let (key, text) = Self.split(rest)
        guard !text.isEmpty, key.utf8.count <= OutgoingMessage.keyLimit else {
            throw ChatError(.usage, "/update needs a key of at most \(OutgoingMessage.keyLimit) bytes and a text")
        }
        try await say(text, in: current, act: .update(key: key))
    }

    /// `/exec [-o] COMMAND`.
    func execute(_ rest: String) async throws {
        let (word, more) = Self.split(rest)
        let command = word == "-o" ? more : rest
        guard !command.isEmpty else { throw ChatError(.usage, "/exec needs a command") }
        guard !command.hasPrefix("-") else {
            throw ChatError(
                .usage, "/exec takes no option but -o, so nothing was done", hint: "Write /exec [-o] COMMAND.")
        }
        let output = try await LocalCommand(environment: host.environment).output(of: command)
        if word == "-o" {
            guard !output.text.isEmpty else {
                throw ChatError(.invalid, "the command printed nothing, nothing was sent")
            }
            guard !output.isCut else {
                throw ChatError(
                    .tooLarge, "the command printed more than \(LocalCommand.limit) bytes, nothing was sent",
                    hint: "Write it to a file and send that with /file.")
            }
            try await say(output.text, in: current)
        } else if !output.text.isEmpty {
            try await show(view.output(output.text))
            if output.isCut {
                host.diagnostics.note(
                    "the rest is not shown: the command printed more than \(LocalCommand.limit) bytes")
            }
        }
        if let failure = output.failure(of: command) { throw failure }
        if output.status != 0 { host.diagnostics.note("'\(command)' exited with \(output.status)") }
    }

    /// The message that a text begins with, if it begins with a number, and the rest.
    func message(_ text: String, in place: Target) async throws -> (seq: Message.Seq?, rest: String) {
        let (word, rest) = Self.split(text)
        let name = word.hasPrefix("#") ? String(word.dropFirst()) : word
        guard Message.Seq(name) != nil || (try? Cursor(name)) != nil || (try? MessageID(name)) != nil else {
            return (nil, text)
        }
        return (try await MessagePlace.seq(name, in: place, on: slot.get()), rest)
    }

    /// The newest message of a conversation that is as wanted.
    func latest(
        in place: Target, where isWanted: (ShellState.Recent) -> Bool = { _ in true }
    ) async throws -> Message.Seq? {
        if !manner.isFollowing {
            let page = try await slot.wait().ask(HistoryQuery(target: place, newest: 50))
            model.update { $0.recall(page.messages, in: place) }
        }
        return model.update { $0.latest(in: place) }.first(where: isWanted)?.seq
    }

    /// The largest text that the server takes, in bytes.
    private var bodyLimit: Int { (try? slot.get().welcome.bodyLimit) ?? Message.defaultBodyLimit }

    private func latestOwn(in place: Target, for command: String) async throws -> Message.Seq {
        let user = model.update { $0.user }
        guard let seq = try await latest(in: place, where: { $0.sender == user }) else {
            throw ChatError(
                .notFound, "there is no message of yours to \(command)", hint: "Name one: /\(command) 44")
        }
        return seq
    }

    private func body(of seq: Message.Seq, in place: Target) async throws -> String {
        let page = try await slot.get().ask(HistoryQuery(target: place, after: seq - 1, limit: 1))
        guard let message = page.messages.first, message.seq == seq else {
            throw ChatError(.notFound, "there is no message \(seq) in \(place)")
        }
        return message.body
    }
}

extension String {
    /// The text without whitespace at its end.
    var trimmingEnd: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
