internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomWire
internal import Synchronization

/// What makes a person look up: a bell, a notification of the desktop, a command of the user's own.
final class ShellAlerts: Sendable {
    private struct Call: Sendable {
        let command: NotifyCommand
        let variables: [String: String]
    }

    private let calls: AsyncStream<Call>
    private let queue: AsyncStream<Call>.Continuation

    /// The longest text of a notification.
    private static let (columns, bytes) = (120, 480)

    /// While one command runs the newest message waits, and those before it are told of by it.
    init() { (calls, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// What a terminal is sent for a message that was shown.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - target: The conversation it is in.
    ///   - isForUser: Whether it is for the user.
    ///   - settings: What the user wants to be told of.
    ///   - manner: What the terminal understands.
    /// - Returns: Bytes that show nothing; none for most messages.
    func signal(
        _ message: Message, in target: Target, isForUser: Bool, _ settings: ShellSettings, _ manner: ShellManner
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        if settings.bell.covers(isForUser) { bytes.append(0x07) }
        if settings.notify.covers(isForUser), manner.knowsSequences {
            let text = TerminalText.excerpt(
                "\(message.sender) in \(target): \(message.body)", columns: Self.columns, bytes: Self.bytes)
            bytes += Self.notification(text, isWithinTmux: manner.isWithinTmux)
        }
        let level = settings.notify == .off ? ShellSettings.Attention.mentions : settings.notify
        if !settings.notifyCommand.isEmpty, level.covers(isForUser) {
            queue.yield(
                Call(
                    command: NotifyCommand(line: settings.notifyCommand),
                    variables: Self.variables(of: message, in: target)))
        }
        return bytes
    }

    /// Runs the user's command, one at a time, until the task is cancelled.
    func run(_ report: @Sendable (ChatError) -> Void) async {
        for await call in calls {
            do {
                try await call.command.run(telling: call.variables)
            } catch let error as ChatError {
                report(ChatError(error.code, error.message, hint: "/set notify-command off ends this."))
            } catch {
                return
            }
        }
    }

    private static func variables(of message: Message, in target: Target) -> [String: String] {
        [
            "CHATROOM_FROM": message.sender.text,
            "CHATROOM_KIND": message.kind.rawValue,
            "CHATROOM_CONVERSATION": target.description,
            "CHATROOM_ID": message.id.description,
            "CHATROOM_TEXT": String(TerminalText.lines(message.body).filter { $0 != "\0" }),
        ]
    }

    /// OSC 9 of iTerm2; tmux hands on what is wrapped for it, if its allow-passthrough is on.
    ///
    /// No text of others can end it, because control characters are written out.
    private static func notification(_ text: String, isWithinTmux: Bool) -> [UInt8] {
        let command = "\u{1b}]9;\(text)\u{07}"
        return Array((isWithinTmux ? "\u{1b}Ptmux;\u{1b}\(command)\u{1b}\\" : command).utf8)
    }
}

extension ShellSettings.Attention {
    /// Whether a message of others is one to tell of.
    fileprivate func covers(_ isForUser: Bool) -> Bool { self == .all || self == .mentions && isForUser }
}
