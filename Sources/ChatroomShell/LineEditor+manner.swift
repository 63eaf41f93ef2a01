internal import ChatroomCore

extension LineEditor {
    /// What is known of the terminal.
    struct Manner: Sendable {
        /// Whether nothing may be shown by moving the cursor: for screen readers and dumb terminals.
        var isPlain = false
        /// Whether the terminal understands control sequences.
        var knowsSequences = true
        /// Whether it wraps its lines anew when its width changes.
        var reflows = true
        /// Whether its title may be set, and the one before comes back at the end.
        var hasTitle = false
    }

    /// Finds what Tab may make of a line.
    typealias Completer = @Sendable (_ beforeCursor: String) -> Completion.Result
    /// What to say before a line is taken; `nil` for most lines.
    typealias Doubt = @Sendable (_ line: String) -> Question?

    /// What is said before a line is taken.
    struct Question {
        /// The words.
        let words: String
        /// Whether the line stays to be edited, and is taken when Return is pressed once more; else it is put aside, and
        /// Return on an empty line takes it.
        let keepsLine: Bool
    }
}
