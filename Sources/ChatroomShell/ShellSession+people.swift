internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire

/// Commands about users, and about the shell itself.
extension ShellSession {
    /// `/away [TEXT]`, `/back`.
    func away(_ text: String?) async throws {
        _ = try await slot.get().ask(SetAway(text: text))
        model.update { $0.away = text }
        await refreshPrompt()
        try await show(view.rule(text.map { "you are away: \($0)" } ?? "you are back"))
    }

    /// `/seen`.
    func tellSeen() async throws {
        guard case .direct(let other) = current else { throw ChatError(.usage, "rooms do not tell who read what") }
        let markers = try await slot.get().ask(ListMarkers(target: current))
        guard let marker = markers.markers.first(where: { $0.user == other }) else {
            throw host.nothing("nothing was received or read", in: current)
        }
        try await show(view.line("@\(other) has received up to #\(marker.delivered) and read up to #\(marker.read)"))
    }

    /// `/ignore`.
    func ignore(_ rest: String) async throws {
        guard !rest.isEmpty else {
            let names = model.settings.ignored.sorted()
            guard !names.isEmpty else { throw host.nothing("nobody is ignored") }
            return try await show(names.flatMap { view.line("@\($0)") })
        }
        let names = try Self.users(rest)
        try await change { settings throws(ChatError) in for name in names { try settings.ignore(name) } }
    }

    /// `/unignore`.
    func unignore(_ rest: String) async throws {
        let names = try Self.users(rest)
        try await change { settings throws(ChatError) in for name in names { settings.stopIgnoring(name) } }
    }

    /// `/whoami`.
    func whoami() async throws {
        try await show(view.line("\(model.update { $0.user }) on \(host.address)"))
    }

    /// `/set [NAME [VALUE]]`.
    func set(_ rest: String) async throws {
        let (name, value) = Self.split(rest)
        if name.isEmpty {
            let settings = model.settings
            return try await show(ShellSettings.names.flatMap { view.line("\($0) \(settings.value(of: $0) ?? "")") })
        }
        guard value.isEmpty else {
            return try await change { settings throws(ChatError) in try settings.set(name, to: value) }
        }
        guard let value = model.settings.value(of: name) else {
            // The same words as for a change.
            var settings = model.settings
            return try settings.set(name, to: "")
        }
        try await show(view.line("\(name) \(value)"))
    }

    /// `/reconnect`.
    func reconnect() throws {
        try slot.get().close(ChatError(.unreachable, "you asked for another connection"))
    }

    /// `/tokens [revoke N]`.
    func tokens(_ rest: String) async throws {
        let (word, number) = Self.split(rest)
        if word.isEmpty { return try await runCommand(["login", "--list"], "") }
        guard word == "revoke", let id = Int64(number) else { throw ChatError(.usage, "write /tokens revoke N") }
        try await runCommand(["login", "--revoke=\(id)"], "")
    }

    /// `/passwd`.
    func changePassword() async throws {
        try await surface.lend { try await runCommand(["login", "--passwd"], "") }
    }

    /// `/help [COMMAND]`.
    func help(_ rest: String) async throws {
        guard rest.isEmpty else {
            let command = try command(named: rest.hasPrefix("/") ? String(rest.dropFirst()) : rest)
            let lines = ["\(command.usage)  \(command.summary)"] + command.details.map { "  \($0)" }
            return try await show(lines.flatMap { view.line($0) })
        }
        let width = SlashCommand.all.map(\.usage.count).max() ?? 0
        var bytes: [UInt8] = []
        for theme in SlashCommand.Theme.allCases {
            bytes += view.rule(theme.rawValue)
            for command in SlashCommand.all where command.theme == theme {
                let padding = String(repeating: " ", count: width + 2 - command.usage.count)
                bytes += view.line(command.usage + padding + command.summary)
            }
        }
        bytes += view.note(
            "Alt-Enter begins a new line, Tab completes, Ctrl-C clears, Ctrl-D leaves, // sends a slash, "
                + "Alt-A is /next, Alt-1 to Alt-9 are the conversations that /go lists.")
        try await show(bytes)
    }

    private static func users(_ text: String) throws(ChatError) -> [UserName] {
        var names: [UserName] = []
        for word in text.split(whereSeparator: \.isWhitespace) { names.append(try UserName(String(word))) }
        guard !names.isEmpty else { throw ChatError(.usage, "name a user") }
        return names
    }

    /// Changes settings, here and for the next time.
    func change(_ body: @Sendable (inout ShellSettings) throws(ChatError) -> Void) async throws {
        model.settings = try await files.updateSettings(body)
        view.adapt(to: model.settings)
    }
}
