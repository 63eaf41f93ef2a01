/// Says in the shell's own commands what errors and hints say in those of the program: `/join ops` for
/// `chatroom room join ops`.
///
/// They come from the server, from subcommands and from the parser, none of which knows who reads them. What the shell has
/// no command for stays as it is.
enum SlashWording {
    /// What follows `chatroom `, and what it is here; what is a part of another stands behind it.
    private static let table: [(words: String, slash: String)] = [
        ("room list", "/rooms"), ("room join", "/join"), ("room leave", "/leave"), ("room", "/room"),
        ("getfile --list", "/files"), ("getfile", "/get"), ("history", "/history"), ("who", "/who"),
        ("send", "/msg"), ("login --whoami", "/whoami"), ("login --passwd", "/passwd"),
        ("sendfile' sends it as a file, --lines line by line", "/file' sends it as a file"),
    ]

    /// A text in the shell's words.
    ///
    /// - Parameters:
    ///   - text: What is to be said.
    ///   - command: The name of the slash command that it is about, whose help is meant when the program's is named.
    /// - Returns: The text.
    static func inShell(_ text: String, command: String? = nil) -> String {
        let help = command.map { [(words: "help", slash: "/help \($0)")] } ?? []
        var (result, rest) = ("", text[...])
        while let found = rest.firstRange(of: "chatroom ") {
            result += rest[..<found.lowerBound]
            let isWord = result.last.map { $0.isLetter || $0.isNumber } ?? false
            let after = rest[found.upperBound...]
            if !isWord, let row = (table + help).first(where: { begins(after, with: $0.words) }) {
                result += row.slash
                rest = after.dropFirst(row.words.count)
            } else {
                result += rest[found]
                rest = after
            }
        }
        return result + rest
    }

    private static func begins(_ text: Substring, with words: String) -> Bool {
        guard text.hasPrefix(words) else { return false }
        return text.dropFirst(words.count).first.map { !$0.isLetter && !$0.isNumber && $0 != "-" } ?? true
    }
}
