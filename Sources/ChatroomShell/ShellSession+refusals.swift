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
        // A script waits for the outcome itself.
        guard surface.isInteractive else { return }
        switch outcome {
        case .success(let receipt):
            if receipt.isRecipientOffline { host.diagnostics.note("stored; \(message.target) is offline") }
        case .failure(let error):
            model.update { $0.refused(message) }
            let (what, text) = Self.failure(of: message)
            host.diagnostics.report(error.with(message: "\(what): \(error.message)", hint: error.hint))
            // What was typed can be copied from there.
            if !message.body.isEmpty { surface.post(view.note("\(text): \(message.body)")) }
        }
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

    /// What a refusal means, and what is said before the text that was typed.
    private static func failure(of message: OutgoingMessage) -> (what: String, text: String) {
        let target = message.target
        return switch message.act {
        case .post, .ask, .update: ("not sent to \(target)", "not sent")
        case .topic: ("the topic was not changed in \(target)", "the text was")
        case .edit(let seq): ("message \(seq) was not changed in \(target)", "the text was")
        case .delete(let seq): ("message \(seq) was not deleted in \(target)", "the text was")
        }
    }
}
