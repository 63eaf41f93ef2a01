internal import ChatroomCore
internal import ChatroomTerminal
internal import Synchronization

/// What a shell shows, as the bytes of whole lines that are safe for a terminal.
final class ShellView: Sendable {
    /// The message that rows show, or whose change they show.
    struct Subject: Hashable, Sendable {
        let target: Target
        let seq: Message.Seq

        init(_ message: Message, in target: Target) {
            (self.target, seq) = (target, message.changes ?? message.seq)
        }
    }

    /// The rows of a message.
    struct Rows: Sendable {
        /// What they are about.
        let subject: Subject
        /// The rows, to be shown below the others; none when there is nothing to say there.
        var bytes: [UInt8]
        /// The rows as they have become, if the last ones that were shown are about the same message.
        fileprivate(set) var again: [UInt8]?
        fileprivate let shown: Shown
        fileprivate var shownAgain: Shown?
    }

    /// A message as it was shown.
    fileprivate struct Shown: Sendable {
        var message: Message
        let target: Target
        let isElsewhere: Bool

        var subject: Subject { Subject(message, in: target) }

        /// The same message after a change.
        func changed(by change: Message) -> Shown {
            var shown = self
            switch (message.entry, change.entry) {
            case (.text, .edit): (shown.message.body, shown.message.edited) = (change.body, change.time)
            case (.text, .deletion): (shown.message.body, shown.message.isDeleted) = ("", true)
            // A row that tells of a change tells of the newest one.
            default: shown.message = change
            }
            return shown
        }
    }

    private struct State {
        var renderer: MessageRenderer
        /// What was shown last.
        var last: Shown?
    }

    private let state: Mutex<State>
    private let colour: Colour
    private let isTerminal: Bool
    private let isJSON: Bool

    /// Shows messages as one user sees them.
    ///
    /// - Parameters:
    ///   - format: The format of messages.
    ///   - surface: What is known of the stream.
    init(_ format: MessageFormat, on surface: RenderSurface) {
        state = Mutex(State(renderer: MessageRenderer(format, on: surface)))
        colour = surface.colour
        isTerminal = surface.isTerminal
        isJSON = format == .json
    }

    /// Takes over what `/set` changes.
    func adapt(to settings: ShellSettings) {
        state.withLock { state in
            state.renderer.adapt { surface in
                surface.showsNumber = settings.numbers
                surface.zone = settings.utc ? .utc : .local
                surface.highlight?.words = settings.highlight
            }
        }
    }

    /// A message; its conversation is named if it is not the current one.
    func rows(_ message: Message, in target: Target, isElsewhere: Bool = false) -> Rows {
        let columns = isTerminal ? OutputDescriptor.standardOutput.columns : nil
        return state.withLock { state in
            state.renderer.adapt { $0.columns = columns }
            let shown = Shown(message: message, target: target, isElsewhere: isElsewhere)
            var rows = Rows(subject: shown.subject, bytes: [], shown: shown)
            if message.changes != nil, let last = state.last, last.subject == shown.subject {
                let changed = last.changed(by: message)
                var bytes: [UInt8] = []
                if state.renderer.appendAgain(
                    changed.message, in: target, isElsewhere: last.isElsewhere, changedAt: message.time, to: &bytes)
                {
                    (rows.again, rows.shownAgain) = (bytes, changed)
                }
            }
            state.renderer.append(message, in: target, isElsewhere: isElsewhere, to: &rows.bytes)
            return rows
        }
    }

    /// Notes how rows were shown.
    ///
    /// - Parameters:
    ///   - rows: The rows; `nil` when what was shown is about no message.
    ///   - isInPlace: Whether they took the place of the last ones.
    func settle(_ rows: Rows?, isInPlace: Bool) {
        state.withLock { $0.last = isInPlace ? rows?.shownAgain : rows?.shown }
    }

    /// Whether the last rows that were shown are about the message that another changes.
    func isLast(_ change: Message, in target: Target) -> Bool {
        state.withLock { $0.last?.subject == Subject(change, in: target) }
    }

    /// Notes a message that is not shown, so that what is said about it can name it.
    func remember(_ message: Message, in target: Target) {
        state.withLock { $0.renderer.remember(message, in: target) }
    }

    /// The rule of a day, if the next message is the first one of it.
    func beginDay(_ time: Timestamp) -> [UInt8] {
        state.withLock { state in
            var bytes: [UInt8] = []
            state.renderer.beginDay(time, to: &bytes)
            return bytes
        }
    }

    /// A line that divides: `-- new since 16:40 --`.
    func rule(_ text: String) -> [UInt8] { note("-- \(text) --") }

    /// A line of the shell's own.
    func note(_ text: String) -> [UInt8] {
        isJSON ? json(text) : Array("\(colour.painted(TerminalText.line(text), .dim))\n".utf8)
    }

    /// A line that matters.
    func line(_ text: String) -> [UInt8] {
        isJSON ? json(text) : Array("\(colour.painted(TerminalText.line(text), .own))\n".utf8)
    }

    /// Lines that a command of this machine printed.
    func output(_ text: String) -> [UInt8] {
        let lines = TerminalText.lines(text).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.flatMap { Array("\(colour.painted(String($0), .own))\n".utf8) }
    }

    private func json(_ text: String) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "line")
            $0.set("text", text)
        }
    }
}
