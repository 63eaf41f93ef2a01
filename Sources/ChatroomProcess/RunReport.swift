internal import ChatroomCore

/// What a room reads about a command: that it was started, and how it ended.
///
/// Both texts are short, whatever the command is and writes: together less than 8 KiB.
public struct RunReport: Sendable {
    /// The command and its arguments.
    private let command: [String]

    /// Reports on a command.
    init(command: [String]) { self.command = command }

    /// What is posted before the command runs: `$ make test`.
    public var start: String { "$ \(CommandText.line(command, limit: 2000))" }

    /// What is posted after it: `make test: exit 2 after 1 m 3 s`, and under it the last lines of its output.
    ///
    /// - Parameters:
    ///   - end: How it ended.
    ///   - duration: How long it took.
    ///   - lines: The last lines.
    /// - Returns: The text.
    public func text(end: ProcessEnd, duration: Duration, lines: [String]) -> String {
        (["\(name): \(end.text) after \(DurationText.text(duration))"] + lines).joined(separator: "\n")
    }

    /// What is posted when it could not begin: `mkae test: could not begin; there is no command 'mkae'`.
    public func text(failure reason: String) -> String {
        "\(name): could not begin; \(CommandText.cut(RawText.shown(reason), limit: 500))"
    }

    /// The command as a name for itself, short enough for a notification.
    private var name: String { CommandText.line(command, limit: 200) }
}
