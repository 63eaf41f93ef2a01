internal import ChatroomCore

/// A message as `--format` describes it.
///
/// Into a file or a pipe the text goes byte for byte as it was sent, so that what was piped in can be taken out again.
/// A terminal gets it safe, see ``TerminalText``, each further line of it behind a bar.
struct TemplateFormat {
    /// What to write.
    let template: MessageTemplate
    /// Whether a terminal reads it.
    let isTerminal: Bool

    /// Appends a message and its line feed.
    func append(_ message: Message, in target: Target, to buffer: inout [UInt8]) {
        for part in template.parts {
            switch part {
            case .literal(let bytes): buffer += bytes
            case .field(let field): append(field, of: message, in: target, to: &buffer)
            }
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    private func append(
        _ field: MessageTemplate.Field, of message: Message, in target: Target, to buffer: inout [UInt8]
    ) {
        switch field {
        case .time: TimeText.appendRFC3339(message.time, to: &buffer)
        case .from: buffer.append(contentsOf: message.sender.text.utf8)
        case .kind: buffer.append(contentsOf: message.kind.rawValue.utf8)
        case .text: append(text: message.body, to: &buffer)
        case .seq: DecimalText.append(message.seq, to: &buffer)
        case .id: MessageFields.append(message.id, to: &buffer)
        case .conversation: buffer.append(contentsOf: target.description.utf8)
        case .cursor: MessageFields.appendCursor(target.description, message.seq, to: &buffer)
        case .type: buffer.append(contentsOf: MessageFields.type(of: message).utf8)
        case .changes: if let seq = message.changes { DecimalText.append(seq, to: &buffer) }
        case .file: buffer.append(contentsOf: (message.file?.id.description ?? "").utf8)
        case .fileName: append(text: message.file?.name.text ?? "", to: &buffer)
        case .fileSize: if let size = message.file?.size { DecimalText.append(size, to: &buffer) }
        case .replyTo: if let seq = message.replyTo { DecimalText.append(seq, to: &buffer) }
        }
    }

    private func append(text: String, to buffer: inout [UInt8]) {
        guard isTerminal else {
            buffer.append(contentsOf: text.utf8)
            return
        }
        for byte in TerminalText.lines(text).utf8 {
            buffer.append(byte)
            if byte == UInt8(ascii: "\n") { buffer.append(contentsOf: "| ".utf8) }
        }
    }
}
