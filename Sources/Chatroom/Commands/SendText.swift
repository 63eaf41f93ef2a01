internal import ChatroomCore
internal import ChatroomSystem

/// The text of one message: the words of the command line, all of standard input, or with a last `-` both.
struct SendText {
    let words: [String]
    let allowsEmpty: Bool

    /// Reads the text.
    ///
    /// - Returns: The text.
    /// - Throws: `ChatError` with code `usage` when a terminal would be read unasked, `invalid` for no text.
    func read() async throws -> String {
        if !words.isEmpty, words.last != "-" {
            let text = words.joined(separator: " ")
            guard !text.isEmpty || allowsEmpty else {
                throw ChatError(
                    .invalid, "the text is empty, nothing sent", hint: "--allow-empty sends an empty message.")
            }
            return text
        }
        let reader = InputReader()
        if words.isEmpty, reader.isTerminal {
            throw ChatError(
                .usage, "no text given and standard input is a terminal",
                hint: "Pass the text or pipe it; '-' reads the terminal until Ctrl-D.")
        }
        let text = try await WholeInput.text(from: reader)
        guard !text.isEmpty || allowsEmpty else {
            throw ChatError(
                .invalid, "standard input was empty, nothing sent", hint: "--allow-empty sends an empty message.")
        }
        return (words.dropLast() + [text]).joined(separator: " ")
    }
}
