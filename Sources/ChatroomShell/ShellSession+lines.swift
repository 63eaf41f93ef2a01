internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomProcess

/// What lines and commands do.
extension ShellSession {
    /// Does what a line says.
    func perform(_ line: String) async throws {
        switch ShellLine(line) {
        case .empty: return
        case .text(let text): try await say(try Self.text(text), in: current)
        case .command(let name, let rest):
            let command = try command(named: name)
            // A path keeps its bytes, everything else is text.
            try await command.run(self, command.operands.contains(.path) ? rest : try Self.text(rest))
        }
    }

    private static func text(_ raw: String) throws(ChatError) -> String {
        guard let text = try? RawText.text(raw) else {
            throw ChatError(.invalid, "a line is not UTF-8; it and the rest are not sent")
        }
        return text
    }

    /// The current conversation.
    var current: Target { model.update { $0.current } }

    /// What commands are called in other programs, and here.
    private static let otherNames = [
        "part": "leave", "close": "leave", "query": "msg", "dm": "msg", "w": "msg", "whisper": "msg", "names": "who",
        "users": "who", "list": "rooms", "channels": "rooms", "invite": "room invite", "kick": "room kick",
        "ban": "room ban", "create": "room create", "exit": "quit", "disconnect": "quit", "win": "go", "buffer": "go",
        "switch": "go", "upload": "file", "send": "file", "download": "get", "grep": "search", "whois": "who",
    ]

    /// What stands for a command.
    private static let shortNames = ["q": "quit"]

    /// Finds a command.
    ///
    /// - Throws: `ChatError` with code `usage` that names the command that may have been meant.
    func command(named name: String) throws(ChatError) -> SlashCommand {
        let name = Self.shortNames[name] ?? name
        if let command = SlashCommand.all.first(where: { $0.name == name }) { return command }
        let near = Self.otherNames[name] ?? Suggestion.nearest(to: name, in: SlashCommand.all.map(\.name))
        let meant = near.map { "Did you mean '/\($0)'? " }
        throw ChatError(
            .usage, "no such command '/\(name)', nothing was sent",
            hint: "\(meant ?? "")/help lists commands; // sends a text that begins with a slash.")
    }

    /// Runs a subcommand of the program over the shell's connection.
    ///
    /// - Parameters:
    ///   - words: The subcommand and its first arguments.
    ///   - rest: The further ones, quoted as for a shell.
    /// - Throws: `ChatError` with code `usage` when the arguments are wrong, and what the command throws.
    func runCommand(_ words: [String], _ rest: String) async throws {
        var words = words + (try CommandWords.words(of: rest))
        var flags: [String] = []
        if words.first == "history" {
            if model.settings.utc { flags.append("--utc") }
            if model.settings.numbers { flags.append("--numbers") }
        }
        if host.isJSON { flags.append("--json") }
        words.insert(contentsOf: flags, at: words.firstIndex(of: "--") ?? words.endIndex)
        let lent = LentToCommand(
            connection: { [self] in try await lentConnection() }, diagnostics: host.diagnostics, printer: host.printer,
            ignored: model.settings.ignored)
        guard let help = try await host.commands.run(words, with: lent) else { return }
        try await show(help.split(separator: "\n").flatMap { view.line(String($0)) })
    }

    /// A target that somebody typed.
    func target(_ text: String, for command: String) throws(ChatError) -> Target {
        guard !text.isEmpty else { throw ChatError(.usage, "/\(command) needs a room or @user") }
        return try Target(text)
    }

    /// The first word of a text, and the rest.
    static func split(_ text: String) -> (word: String, rest: String) {
        let word = text.prefix { !$0.isWhitespace }
        return (String(word), String(text.dropFirst(word.count).drop(while: \.isWhitespace)))
    }

    /// The one word that a command takes.
    ///
    /// - Throws: `ChatError` with code `usage` when more follows, which was perhaps meant for the conversation.
    static func only(_ text: String, of command: String) throws(ChatError) -> String {
        let (word, more) = split(text)
        guard more.isEmpty else {
            throw ChatError(
                .usage, "/\(command) takes one word, and '\(more)' follows it, so nothing was done",
                hint: "What is to be sent is a line of its own.")
        }
        return word
    }
}
