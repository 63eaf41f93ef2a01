internal import ChatroomCore

/// The words of the command line, before they are parsed.
///
/// Global options may stand before the subcommand (`chatroom --server chat.example login bob`); the parser wants them
/// after it.
struct Arguments {
    /// Global options that take a value.
    private static let valued: Set<String> = ["--server", "-s", "--profile", "--timeout", "--color"]
    /// Global options that take none.
    private static let flags: Set<String> = ["--json", "--quiet", "-q", "--verbose"]

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

    /// The words with the subcommand first.
    var ordered: [String] { rest.prefix(1) + leading + rest.dropFirst() }

    /// Whether errors are wanted as JSON; known before the command line is found to be right.
    var wantsJSON: Bool { ordered.prefix { $0 != "--" }.contains("--json") }

    /// What is wrong with the subcommand, if it is none.
    func unknownCommand(among names: [String]) -> ChatError? {
        guard let word = rest.first, !word.hasPrefix("-"), !names.contains(word) else { return nil }
        let meant = Suggestion.nearest(to: word, in: names).map { "Did you mean '\($0)'?" }
        return ChatError(
            .usage, "no such command '\(word)'", hint: meant ?? "'chatroom help' shows what there is.")
    }
}
