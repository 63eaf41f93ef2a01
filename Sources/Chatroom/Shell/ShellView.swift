internal import ChatroomCore
internal import Synchronization

/// What a shell shows, as the bytes of whole lines that are safe for a terminal.
final class ShellView: Sendable {
    private let renderer: Mutex<MessageRenderer>
    private let colour: Colour
    private let isTerminal: Bool
    private let isJSON: Bool

    /// Shows messages as one user sees them.
    ///
    /// - Parameters:
    ///   - format: The format of messages.
    ///   - surface: What is known of the stream.
    init(_ format: MessageFormat, on surface: RenderSurface) {
        renderer = Mutex(MessageRenderer(format, on: surface))
        colour = surface.colour
        isTerminal = surface.isTerminal
        isJSON = format == .json
    }

    /// Takes over what `/set` changes.
    func adapt(to settings: ShellSettings) {
        renderer.withLock { renderer in
            renderer.adapt { surface in
                surface.showsNumber = settings.numbers
                surface.zone = settings.utc ? .utc : .local
            }
        }
    }

    /// A message; its conversation is named if it is not the current one.
    func message(_ message: Message, in target: Target, isElsewhere: Bool = false) -> [UInt8] {
        let columns = isTerminal ? OutputDescriptor.standardOutput.columns : nil
        return renderer.withLock { renderer in
            var bytes: [UInt8] = []
            renderer.adapt { $0.columns = columns }
            renderer.append(message, in: target, isElsewhere: isElsewhere, to: &bytes)
            return bytes
        }
    }

    /// The rule of a day, if the next message is the first one of it.
    func beginDay(_ time: Timestamp) -> [UInt8] {
        renderer.withLock { renderer in
            var bytes: [UInt8] = []
            renderer.beginDay(time, to: &bytes)
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
    func line(_ text: String) -> [UInt8] { isJSON ? json(text) : Array("\(TerminalText.line(text))\n".utf8) }

    private func json(_ text: String) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "line")
            $0.set("text", text)
        }
    }
}
