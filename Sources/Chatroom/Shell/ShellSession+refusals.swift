internal import ChatroomClient
internal import ChatroomCore

/// How what went wrong is told.
extension ShellSession {
    /// An error in the words of the line that it came of.
    static func worded(_ error: any Error, _ line: String) -> any Error {
        guard let error = error as? ChatError, let hint = error.hint else { return error }
        guard case .command(let name, _) = ShellLine(line) else { return error.with(hint: SlashWording.inShell(hint)) }
        return error.with(hint: SlashWording.inShell(hint, command: name))
    }

    /// Says what became of what was typed; a change that was refused is no message that was not sent.
    func tell(_ message: OutgoingMessage, _ outcome: Outbox.Outcome) async {
        guard surface.isInteractive, case .failure(let error) = outcome, let failure = Self.failure(of: message.act)
        else { return await report(message, outcome) }
        model.update { $0.refused(message) }
        context.diagnostics.report(
            error.with(message: "\(failure) in \(message.target): \(error.message)", hint: error.hint))
        // What was typed can be copied from there.
        if !message.body.isEmpty { surface.post(view.note("the text was: \(message.body)")) }
    }

    /// What becomes of what was typed once there is a connection again.
    static func promise(of message: OutgoingMessage) -> String {
        let target = message.target
        return switch message.act {
        case .post, .ask, .update: "kept for \(target), sent on return: \(message.body)"
        case .topic: "kept; the topic of \(target) is changed on return: \(message.body)"
        case .edit(let seq): "kept; message \(seq) in \(target) is changed on return: \(message.body)"
        case .delete(let seq): "kept; message \(seq) in \(target) is deleted on return"
        }
    }

    /// What a refusal means for what stays as it was; `nil` for what adds a message.
    private static func failure(of act: OutgoingMessage.Act) -> String? {
        switch act {
        case .post, .ask, .update: nil
        case .topic: "the topic was not changed"
        case .edit(let seq): "message \(seq) was not changed"
        case .delete(let seq): "message \(seq) was not deleted"
        }
    }
}
