internal import ArgumentParser
internal import ChatroomCore

/// What the parser of command lines has to say: help that was asked for, or what is wrong.
struct ParsingFailure {
    /// All that it says.
    let text: String
    /// Whether this is what was asked for: help, the version, a script for completion.
    let isAnswer: Bool
    /// Whether it is the help of a command.
    let isHelp: Bool
    /// What went wrong, as one line.
    let chatError: ChatError

    /// Reads what the parser threw.
    ///
    /// - Parameters:
    ///   - error: What it threw.
    ///   - command: The command whose arguments they are.
    ///   - help: What to type to see what there is.
    init<Command: ParsableCommand>(_ error: any Error, of command: Command.Type, help: String = "chatroom help") {
        text = command.fullMessage(for: error)
        isAnswer = command.exitCode(for: error) == .success
        // How the parser's own help begins.
        isHelp = isAnswer && text.hasPrefix("OVERVIEW: ")
        guard command.exitCode(for: error) == .validationFailure else {
            chatError = ChatError(.internalError, "\(error)")
            return
        }
        // Whole, for a value may have line feeds.
        let message = command.message(for: error)
        let what = message.isEmpty ? "the command line is wrong" : message
        // A value that is not UTF-8 is bad data before it is anything else.
        let code: ChatError.Code = RawText.isPlain(what) ? .usage : .invalid
        if let reason = Self.reason(in: what) {
            chatError = ChatError(reason.isOfOption ? code : .invalid, reason.text)
            return
        }
        if what.hasPrefix("Unknown option '--password'") {
            // What the parser finds nearest would change the password.
            chatError = ChatError(
                code, "a password is never an argument", hint: "Write --password-file PATH or --password-stdin.")
            return
        }
        let first = what.utf8.split(separator: UInt8(ascii: "\n")).first.map { String(Substring($0)) } ?? what
        if first.contains(/^Unknown option '-[^-']{2}/) {
            // The parser tries it as several short options, too, and says what is wrong with each.
            let word = first.prefix { $0 != "." }
            chatError = ChatError(
                code, word.prefix(1).asciiLowercased + word.dropFirst(),
                hint: "A text that begins with '-' goes behind '--'. '\(help)' shows what there is.")
            return
        }
        chatError = ChatError(
            code, what.prefix(1).asciiLowercased + what.dropFirst(), hint: "'\(help)' shows what there is.")
    }

    /// What we ourselves said of a value, with the option that it was for; `nil` when the parser found it wrong.
    private static func reason(in text: String) -> (text: String, isOfOption: Bool)? {
        let pattern = /(?s)The value '.*' is invalid for '(-*[^ ']*).*': (.+)/
        guard let match = text.wholeMatch(of: pattern) else { return nil }
        return match.1.hasPrefix("-") ? ("\(match.1): \(match.2)", true) : (String(match.2), false)
    }
}
