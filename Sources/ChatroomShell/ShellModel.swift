internal import ChatroomCore
internal import ChatroomSystem
internal import Synchronization

/// What a shell knows, for the tasks that share it: the conversations, and what `/set` sets.
final class ShellModel: Sendable {
    private let state: Mutex<ShellState>
    private let kept: Mutex<ShellSettings>
    private let home: String?

    /// Begins with what was kept.
    ///
    /// - Parameters:
    ///   - state: The conversations.
    ///   - settings: The settings.
    ///   - home: The user's home, which `~` stands for.
    init(_ state: ShellState, _ settings: ShellSettings, home: String?) {
        var state = state
        state.adapt(to: settings)
        self.state = Mutex(state)
        kept = Mutex(settings)
        self.home = home
    }

    /// Reads or changes the conversations.
    func update<Result: Sendable>(_ body: (inout ShellState) -> Result) -> Result { state.withLock { body(&$0) } }

    /// The settings.
    var settings: ShellSettings {
        get { kept.withLock { $0 } }
        set {
            kept.withLock { $0 = newValue }
            update { $0.adapt(to: newValue) }
        }
    }

    /// What to ask before a line is sent; `nil` for most lines.
    func doubt(_ line: String) -> LineEditor.Question? {
        let lines = line.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        if lines > settings.paste {
            return LineEditor.Question(
                words: "\(lines) lines, one message: Return sends it, Ctrl-C drops it", keepsLine: true)
        }
        return update { state in
            guard let asked = state.questions.misplaced(line, current: state.current, now: .ofSystem()) else {
                return nil
            }
            let answer = asked.isWaiting(.ofSystem()) ? "/answer \(line) answers it" : "its time is over"
            return LineEditor.Question(
                words: "not sent: for \(asked.name)? \(answer); Return alone sends it to \(state.current)",
                keepsLine: false)
        }
    }

    /// Finds what Tab may make of a line.
    ///
    /// - Parameters:
    ///   - beforeCursor: The line up to the cursor.
    ///   - commands: Every command.
    /// - Returns: What was found.
    func complete(_ beforeCursor: String, _ commands: [CompletionSource.Command]) -> Completion.Result {
        let state = state.withLock { $0 }
        var source = CompletionSource(current: state.current, names: state.names)
        source.commands = commands
        source.rooms = state.places.keys.filter { !$0.isDirect }.map(\.description).sorted()
        source.messages = state.latest(in: state.current).map { message in
            (message.seq, message.sender == state.user, "\(message.sender): \(message.excerpt)")
        }
        source.files = state.latest(in: state.current).compactMap { message in
            message.file.map { ($0.id.description, "\(message.sender): \($0.name)") }
        }
        source.choices = state.questions.choices(current: state.current, now: .ofSystem())
        source.settings = ShellSettings.table.map { ($0.name, $0.values) }
        source.paths = { [home] in PathCompletion.candidates(for: $0, home: home) }
        return Completion.of(beforeCursor, in: source)
    }
}
