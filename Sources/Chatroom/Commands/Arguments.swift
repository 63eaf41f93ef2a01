internal import ChatroomCore

/// The words of the command line, before they are parsed.
///
/// Global options may stand before the subcommand (`chatroom --server chat.example login bob`); the parser wants them
/// after it.
struct Arguments {
    /// Global options that take a value.
    private static let valued: Set<String> = ["--server", "-s", "--profile", "--fingerprint", "--timeout", "--color"]
    /// Global options that take none.
    private static let flags: Set<String> = ["--accept-new", "--json", "--quiet", "-q", "--verbose"]

    private let leading: [String]
    private let rest: [String]

    /// Takes the words after the program's name.
    init(_ words: [String]) {
        var count = 0
        while count < words.count {
            let word = words[count]
            if Self.valued.contains(word), count + 1 < words.count {
                count += 2
            } else if Self.flags.contains(word) || Self.valued.contains(where: { word.hasPrefix("\($0)=") }) {
                count += 1
            } else {
                break
            }
        }
        leading = Array(words.prefix(count))
        rest = Array(words.dropFirst(count))
    }

    /// The words with the subcommand first, and with its own subcommand if it has such.
    ///
    /// - Parameters:
    ///   - inner: The subcommands of those that have any.
    ///   - rewrite: Makes the words of a command as the parser wants them.
    /// - Returns: The words.
    func ordered(_ inner: [String: [String]], _ rewrite: ([String]) -> [String] = { $0 }) -> [String] {
        let hasInner = rest.first.flatMap { inner[$0] }.map { $0.contains(rest.dropFirst().first ?? "") } ?? false
        return rewrite(rest.prefix(hasInner ? 2 : 1) + leading + rest.dropFirst(hasInner ? 2 : 1))
    }

    /// The topic that help is wanted about, if it is none of the commands.
    var helpTopic: HelpTopic? {
        guard rest.first == "help", rest.count == 2 else { return nil }
        return HelpTopic(rawValue: rest[1])
    }

    /// The words that may name a command and its subcommand.
    var commandWords: ArraySlice<String> { rest.drop { $0 == "help" } }

    /// Whether errors are wanted as JSON; known before the command line is found to be right.
    var wantsJSON: Bool { (leading + rest).prefix { $0 != "--" }.contains("--json") }

    /// Whether all of them are text.
    var isPlain: Bool { (leading + rest).allSatisfy(RawText.isPlain) }

    /// What is wrong with the subcommand, if it is none, or has no such subcommand of its own.
    ///
    /// - Parameters:
    ///   - names: The subcommands.
    ///   - inner: The subcommands of those that have any.
    /// - Returns: The error.
    func unknownCommand(among names: [String], inner: [String: [String]] = [:]) -> ChatError? {
        guard let word = rest.first, !word.hasPrefix("-") else { return nil }
        if word == "help" {
            guard let next = rest.dropFirst().first, !next.hasPrefix("-") else { return nil }
            let known = names + HelpTopic.allCases.map(\.rawValue)
            guard known.contains(next) else { return Self.unknown(next, among: known, of: ["help"]) }
            guard let inner = inner[next], let last = rest.dropFirst(2).first, !inner.contains(last) else { return nil }
            return Self.unknown(last, among: inner, of: ["help", next])
        }
        guard names.contains(word) else { return Self.unknown(word, among: names, of: []) }
        guard let inner = inner[word], let next = rest.dropFirst().first, !next.hasPrefix("-") else { return nil }
        return inner.contains(next) ? nil : Self.unknown(next, among: inner, of: [word])
    }

    /// What is a command elsewhere, and what it is here.
    private static let otherWords = [
        "whoami": "login --whoami", "logout": "login --logout", "passwd": "login --passwd", "tokens": "login --list",
        "users": "who", "rooms": "room list", "list": "room list", "join": "room join", "create": "room create",
        "version": "--version", "chat": "shell", "msg": "send", "dm": "send", "publish": "send", "ask": "send --ask",
        "subscribe": "listen", "tail": "listen", "read": "history", "log": "history", "search": "history --search",
        "upload": "sendfile", "download": "getfile", "receive": "getfile", "server": "serve",
    ]

    private static func unknown(_ word: String, among names: [String], of outer: [String]) -> ChatError {
        let known = outer.isEmpty ? Self.otherWords[word] : nil
        let meant = (known ?? Suggestion.nearest(to: word, in: names)).map { near in
            "Did you mean '\((outer + [near]).joined(separator: " "))'?"
        }
        let help = outer.first == "help" ? outer : ["help"] + outer
        return ChatError(
            .usage, "no such command '\((outer + [word]).joined(separator: " "))'",
            hint: meant ?? "'chatroom \(help.joined(separator: " "))' shows what there is.")
    }
}
