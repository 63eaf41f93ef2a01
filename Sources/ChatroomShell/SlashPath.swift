internal import ChatroomCore
internal import ChatroomProcess

/// The words of a slash command among which a path can be, so that none is an option by mistake or a path by mistake.
///
/// As on the command line a word that begins with `-` is an option, of which these commands have none, and what follows
/// `--` is no option.
enum SlashPath {
    /// Splits words that are no text.
    ///
    /// - Parameters:
    ///   - text: What follows the command's name.
    ///   - command: The command's name.
    /// - Returns: The words, of which there may be none.
    /// - Throws: `ChatError` with code `usage` when a quote is left open, and for a word that looks like an option.
    static func words(of text: String, for command: String) throws(ChatError) -> [String] {
        var words: [String] = []
        var isOperand = false
        for word in try CommandWords.words(of: text) {
            if word == "--", !isOperand {
                isOperand = true
            } else {
                if !isOperand { try check(word, for: command) }
                words.append(word)
            }
        }
        return words
    }

    /// Splits a path off a text.
    ///
    /// - Parameters:
    ///   - text: What follows the command's name.
    ///   - command: The command's name.
    /// - Returns: The path, empty when there is none, and all that comes after it as it stands.
    /// - Throws: `ChatError` with code `usage` when a quote is left open, and for a path that looks like an option.
    static func first(of text: String, for command: String) throws(ChatError) -> (path: String, rest: String) {
        let (word, rest) = try CommandWords.first(of: text)
        guard word != "--" else {
            let (path, rest) = try CommandWords.first(of: rest)
            return (path, rest)
        }
        try check(word, for: command)
        return (word, rest)
    }

    private static func check(_ word: String, for command: String) throws(ChatError) {
        guard word.hasPrefix("-") else { return }
        throw ChatError(
            .usage, "/\(command) takes no option '\(word)', so nothing was done",
            hint: "A file of that name is './\(word)', or stands behind '--'.")
    }
}
