internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomSystem
internal import ChatroomTerminal
internal import ChatroomWire

/// Commands about conversations, and those that read them.
extension ShellSession {
    /// `/go [T|PREFIX|-|+N]`.
    func go(_ rest: String) async throws {
        let word = try Self.only(rest, of: "go")
        if word.isEmpty, surface.isInteractive { return try await listPlaces() }
        if word == "-" {
            guard let previous = model.update({ $0.previous }) else {
                throw ChatError(.notFound, "you have been nowhere else yet")
            }
            return try await enter(previous)
        }
        if word.hasPrefix("+"), let number = Int(word.dropFirst()) {
            let places = model.update { $0.numbered }
            guard places.indices.contains(number - 1) else {
                throw ChatError(.notFound, "there is no conversation \(number)", hint: "/go lists them.")
            }
            return try await enter(places[number - 1])
        }
        guard surface.isInteractive else { return try await enter(try target(word, for: "go")) }
        let named: Target
        do {
            named = try target(word, for: "go")
            if model.update({ $0.places[named] != nil }) { return try await enter(named) }
            // Who has an account is meant, and not one whose name only begins so.
            return try await enter(named)
        } catch let error as ChatError where [.notFound, .invalid, .unreachable].contains(error.code) {
            try await enter(try await place(startingWith: word, otherwise: error))
        }
    }

    /// The one conversation whose name begins with a text.
    private func place(startingWith prefix: String, otherwise error: ChatError) async throws -> Target {
        let found = model.update { $0.targets(startingWith: prefix) }
        guard let first = found.first else {
            let room = try? RoomName(prefix)
            if let room, let invitations = try? await slot.get().ask(ListConversations()).invitations,
                invitations.contains(where: { $0.room == room })
            {
                throw ChatError(.notAllowed, "you are invited to \(room), and not in it yet", hint: "/join \(room)")
            }
            throw error
        }
        guard found.count == 1 else {
            let names = found.prefix(8).map(\.description).joined(separator: ", ")
            throw ChatError(
                .usage, "'\(prefix)' is the beginning of \(names)\(found.count > 8 ? ", ..." : "")",
                hint: "Write a little more of the one that you mean.")
        }
        return first
    }

    /// Lists the conversations with the digits that reach them.
    private func listPlaces() async throws {
        let (places, items, current) = model.update { ($0.numbered, $0.hotlist.items, $0.current) }
        var table = ListTable([
            ListTable.Column("KEY"), ListTable.Column("NAME"), ListTable.Column("UNREAD", isRight: true),
            ListTable.Column("FOR YOU"), ListTable.Column("HERE"),
        ])
        for (index, place) in places.enumerated() {
            let item = items.first { $0.target == place }
            table.add(
                .text(index < 9 ? "Alt-\(index + 1)" : ""), .target(place), .count(item?.count ?? 0),
                .mark(item?.isForUser ?? false), .mark(place == current))
        }
        try await host.show(table)
    }

    /// `/next`.
    func goToNext() async throws {
        guard let next = model.update({ $0.next }) else {
            // Nobody knows what came meanwhile.
            _ = try slot.get()
            throw host.nothing("nothing unread")
        }
        try await enter(next)
    }

    /// `/mute [ROOM]`.
    func mute(_ rest: String) async throws {
        guard !rest.isEmpty else {
            let rooms = model.settings.muted.map(\.text).sorted()
            guard !rooms.isEmpty else { throw host.nothing("no room is muted") }
            return try await show(rooms.flatMap { view.line($0) })
        }
        let room = try self.room(try Self.only(rest, of: "mute"), for: "mute")
        try await change { settings throws(ChatError) in try settings.mute(room) }
        await refreshPrompt()
    }

    /// `/unmute ROOM`.
    func unmute(_ rest: String) async throws {
        let room = try self.room(try Self.only(rest, of: "unmute"), for: "unmute")
        try await change { settings throws(ChatError) in settings.unmute(room) }
        await refreshPrompt()
    }

    private func room(_ word: String, for command: String) throws(ChatError) -> RoomName {
        guard case .room(let room) = try target(word, for: command) else {
            throw ChatError(.usage, "/\(command) takes a room", hint: "/ignore @USER hides what a user sends.")
        }
        return room
    }

    /// `/last [N|WORDS]`.
    func last(_ rest: String) async throws {
        if rest.isEmpty { return try await history("10") }
        if Int(rest) != nil { return try await history(rest) }
        try await search("\(rest) in:here")
    }

    /// `/join ROOM`.
    func join(_ rest: String) async throws {
        let target = try target(try Self.only(rest, of: "join"), for: "join")
        guard case .room(let room) = target else { throw ChatError(.usage, "/join takes a room; /go \(target)") }
        _ = try await slot.get().ask(ChangeMember(room: room, change: .join))
        try await enter(target)
    }

    /// `/leave [ROOM]`.
    func leave(_ rest: String) async throws {
        let target = rest.isEmpty ? current : try target(try Self.only(rest, of: "leave"), for: "leave")
        guard case .room(let room) = target else { throw ChatError(.usage, "/leave takes a room") }
        _ = try await slot.get().ask(ChangeMember(room: room, change: .leave))
        if target == current { try await enter(.lobby) }
    }

    /// `/topic [TEXT]`.
    func topic(_ rest: String) async throws {
        guard case .room(let room) = current else { throw ChatError(.usage, "a direct conversation has no topic") }
        guard !rest.isEmpty else { return try await runCommand(["room", "topic", room.text], "") }
        try ChatroomCore.Room.checkTopic(rest)
        // As an entry it would be news that is none; without a connection it is decided when there is one.
        if let connection = try? slot.get(), try await connection.ask(DescribeRoom(room: room)).summary.topic == rest {
            return
        }
        try await say(rest, in: current, act: .topic)
    }

    /// `/room COMMAND ROOM ...`.
    func room(_ rest: String) async throws {
        let known = SlashCommand.roomCommands
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
        try await runCommand(["room"], rest)
    }

    /// `/history [N|SINCE] [OPTIONS]`.
    func history(_ rest: String) async throws {
        let (word, more) = Self.split(rest)
        let here = current.description
        if word.isEmpty || word.hasPrefix("-") { return try await runCommand(["history", here], rest) }
        if Int(word) != nil { return try await runCommand(["history", here, "-n", word], more) }
        let time = TimeInput(now: Timestamp.ofSystem(), zone: model.settings.utc ? .utc : .local)
        // A room may be called what a day is.
        let isPlace = (try? Target(word)).map { target in model.update { $0.places[target] != nil } } ?? false
        if !isPlace, (try? time.instant(word)) != nil {
            return try await runCommand(["history", here, "--since", word], more)
        }
        try await runCommand(["history"], rest)
    }

    /// `/search WORDS`.
    func search(_ rest: String) async throws {
        guard !rest.isEmpty else { throw ChatError(.usage, "/search needs words") }
        let words = rest.split(separator: " ")
        let isHere = words.contains("in:here")
        let text = words.filter { $0 != "in:here" }.joined(separator: " ")
        try await runCommand(["history"] + (isHere ? [current.description] : []) + ["--search=\(text)"], "")
    }

    /// `/thread [N]`.
    func thread(_ rest: String) async throws {
        let place = current
        let (named, more) = try await message(try Self.only(rest, of: "thread"), in: place)
        guard more.isEmpty else { throw ChatError(.usage, "/thread takes a message's number") }
        let found = if let named { named } else { try await latest(in: place) }
        guard let seq = found else { throw host.nothing("nothing was said", in: place) }
        try await runCommand(["history", place.description, "--thread", "\(seq)"], "")
    }

    /// `/unread`.
    func unread(_ rest: String) async throws {
        try await runCommand(["history", "--unread"], rest)
        model.update { $0.showedUnread() }
    }

    /// Makes a conversation the current one.
    func enter(_ target: Target) async throws {
        let connection: ChatConnection
        do throws(ChatError) {
            connection = try slot.get()
        } catch {
            // What is known already can be written to without a connection.
            guard model.update({ $0.places[target] != nil }) else {
                throw ChatError(
                    error.code, "\(target) is not known while there is no connection",
                    hint: "You are still in \(current).")
            }
            model.update { $0.choose(target) }
            await keepPlace()
            return await refreshPrompt()
        }
        markRead()
        guard surface.isInteractive else {
            // To write to what is not there is an error now, not at the next line.
            _ = try await connection.ask(HistoryQuery(target: target, newest: 1))
            return model.update { $0.choose(target) }
        }
        try await enter(target, on: connection)
        await keepPlace()
    }

    /// Keeps where the user is, for the next shell.
    func keepPlace() async {
        guard surface.isInteractive else { return }
        let (user, current) = model.update { ($0.user, $0.current) }
        // A disk that is full is no reason not to chat.
        try? await files.keepPlace(current, of: user, on: "\(host.address)")
    }
}
