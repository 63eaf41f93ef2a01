public import ChatroomCore

/// How messages are written to standard output; the one place that tells the formats apart is ``MessageRenderer``.
public enum MessageFormat: Equatable, Sendable {
    /// Lines for people: `16:58  alice        hello`.
    case plain
    /// One JSON object a line.
    case json
    /// What `--format` describes.
    case template(MessageTemplate)
}

/// Turns messages into the bytes that are printed, one after the other.
///
/// It appends to a buffer of the caller, so a page of messages is one write.
public struct MessageRenderer: Sendable {
    private let format: MessageFormat
    private var surface: RenderSurface
    private var plain: PlainFormat

    /// Makes a renderer for one stream.
    ///
    /// - Parameters:
    ///   - format: The format.
    ///   - surface: What is known of the stream.
    public init(_ format: MessageFormat, on surface: RenderSurface) {
        self.format = format
        self.surface = surface
        plain = PlainFormat(surface)
    }

    /// Appends what stands before the first message of a day, if the next message is one.
    public mutating func beginDay(_ time: Timestamp, to buffer: inout [UInt8]) {
        if case .plain = format { plain.beginDay(time, to: &buffer) }
    }

    /// Changes what is known of the stream.
    public mutating func adapt(_ change: (inout RenderSurface) -> Void) {
        change(&surface)
        plain.adapt(change)
    }

    /// Appends a message and its line feed.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - target: The conversation it is in, as the reader addresses it.
    ///   - isElsewhere: Whether its conversation is named though the stream shows one.
    ///   - buffer: What is appended to.
    public mutating func append(
        _ message: Message, in target: Target, isElsewhere: Bool = false, to buffer: inout [UInt8]
    ) {
        switch format {
        case .plain: plain.append(message, in: target, isElsewhere: isElsewhere, to: &buffer)
        case .json: MessageJSON.append(message, in: target, to: &buffer)
        case .template(let template):
            TemplateFormat(template: template, surface: surface).append(message, in: target, to: &buffer)
        }
    }

    /// Appends a message as it has become, in place of how it was shown.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - target: The conversation it is in.
    ///   - isElsewhere: Whether its conversation is named though the stream shows one.
    ///   - time: When it changed.
    ///   - buffer: What is appended to.
    /// - Returns: Whether it was possible.
    public mutating func appendAgain(
        _ message: Message, in target: Target, isElsewhere: Bool, changedAt time: Timestamp, to buffer: inout [UInt8]
    ) -> Bool {
        guard case .plain = format else { return false }
        return plain.appendAgain(message, in: target, isElsewhere: isElsewhere, changedAt: time, to: &buffer)
    }

    /// Notes a message that is not shown, so that what is said about it can name it.
    public mutating func remember(_ message: Message, in target: Target) {
        if case .plain = format { plain.remember(message, in: target) }
    }
}
