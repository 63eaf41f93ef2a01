internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// Commands about conversations, and those that read them.
extension ShellSession {
    /// `/go T`.
    func go(_ rest: String) async throws {
        try await enter(try target(try Self.only(rest, of: "go"), for: "go"))
    }

    /// `/next`.
    func goToNext() async throws {
        guard let next = model.update({ $0.next }) else { throw ExitStatus.nothingFound }
        try await enter(next)
    }

    /// `/join ROOM`.
    func join(_ rest: String) async throws {
        let target = try target(try Self.only(rest, of: "join"), for: "join")
        guard case .room(let room) = target else { throw ChatError(.usage, "/join takes a room; /go \(target)") }
        _ = try await slot.get().ask(.changeMember(ChangeMember(room: room, change: .join)))
        try await enter(target)
    }

    /// `/leave [ROOM]`.
    func leave(_ rest: String) async throws {
        let target = rest.isEmpty ? current : try target(try Self.only(rest, of: "leave"), for: "leave")
        guard case .room(let room) = target else { throw ChatError(.usage, "/leave takes a room") }
        _ = try await slot.get().ask(.changeMember(ChangeMember(room: room, change: .leave)))
        if target == current { try await enter(.lobby) }
    }

    /// `/topic [TEXT]`.
    func topic(_ rest: String) async throws {
        guard case .room(let room) = current else { throw ChatError(.usage, "a direct conversation has no topic") }
        guard !rest.isEmpty else { return try await runCommand(RoomCommand.self, ["topic", room.text], "") }
        try ChatroomCore.Room.checkTopic(rest)
        // As an entry it would be news that is none; without a connection it is decided when there is one.
        if let connection = try? slot.get(), try await connection.room(.describeRoom(room)).summary.topic == rest {
            return
        }
        try await say(rest, in: current, act: .topic)
    }

    /// `/room COMMAND ROOM ...`.
    func room(_ rest: String) async throws {
        let known = RoomCommand.configuration.subcommands.map { $0._commandName }
        let words = try CommandWords.words(of: rest)
        guard let word = words.first, !word.isEmpty else {
            throw ChatError(
                .usage, "/room needs a command and a room",
                hint: "Write /room COMMAND ROOM; the commands are \(known.joined(separator: ", ")).")
        }
        guard known.contains(word) || word.hasPrefix("-") || word == "help" else {
            let near = Suggestion.nearest(to: word, in: known)
            throw ChatError(
                .usage, "no such command '/room \(word)'",
                hint: near.map { "Did you mean '/room \($0)'?" } ?? "'/help room' shows what there is.")
        }
        try await runCommand(RoomCommand.self, [], rest)
    }

    /// `/history [N|SINCE] [OPTIONS]`.
    func history(_ rest: String) async throws {
        let (word, more) = Self.split(rest)
        let here = current.description
        if word.isEmpty || word.hasPrefix("-") { return try await runCommand(History.self, [here], rest) }
        if Int(word) != nil { return try await runCommand(History.self, [here, "-n", word], more) }
        let time = TimeInput(now: Timestamp.ofSystem(), zone: model.settings.utc ? .utc : .local)
        // A room may be called what a day is.
        let isPlace = (try? Target(word)).map { target in model.update { $0.places[target] != nil } } ?? false
        if !isPlace, (try? time.instant(word)) != nil {
            return try await runCommand(History.self, [here, "--since", word], more)
        }
        try await runCommand(History.self, [], rest)
    }

    /// `/search WORDS`.
    func search(_ rest: String) async throws {
        guard !rest.isEmpty else { throw ChatError(.usage, "/search needs words") }
        let words = rest.split(separator: " ")
        let isHere = words.contains("in:here")
        let text = words.filter { $0 != "in:here" }.joined(separator: " ")
        try await runCommand(History.self, (isHere ? [current.description] : []) + ["--search=\(text)"], "")
    }

    /// `/thread [N]`.
    func thread(_ rest: String) async throws {
        let place = current
        let (named, more) = try await message(try Self.only(rest, of: "thread"), in: place)
        guard more.isEmpty else { throw ChatError(.usage, "/thread takes a message's number") }
        let found = if let named { named } else { try await latest(in: place) }
        guard let seq = found else { throw ExitStatus.nothingFound }
        try await runCommand(History.self, [place.description, "--thread", "\(seq)"], "")
    }

    /// `/unread`.
    func unread(_ rest: String) async throws {
        try await runCommand(History.self, ["--unread"], rest)
        model.update { $0.showedUnread() }
    }

    /// Makes a conversation the current one.
    func enter(_ target: Target) async throws {
        let connection: ChatConnection
        do throws(ChatError) {
            connection = try slot.get()
        } catch {
            // What is known already can be written to without a connection.
            guard model.update({ $0.places[target] != nil }) else { throw error }
            model.update { $0.choose(target) }
            return await refreshPrompt()
        }
        markRead()
        guard surface.isInteractive else {
            // To write to what is not there is an error now, not at the next line.
            _ = try await connection.history(HistoryQuery(target: target, newest: 1))
            return model.update { $0.choose(target) }
        }
        if target != current {
            let topic = model.update { $0.places[target]?.topic } ?? ""
            try await show(view.rule(topic.isEmpty ? "\(target)" : "\(target): \(topic)"))
        }
        try await enter(target, on: connection)
    }
}
