internal import ChatroomCore

/// A message as `--format` describes it.
///
/// It is a line for each message, whatever others wrote, so a text stands in it as ``EscapedText``; with `--raw` the
/// field `{text}` goes into a file or a pipe byte for byte as it was sent, and `{line}` does not. On a terminal what does not fit a row stands behind a bar.
struct TemplateFormat {
    /// What to write.
    let template: MessageTemplate
    /// What is known of the stream.
    let surface: RenderSurface

    /// Appends a message and its line feed.
    func append(_ message: Message, in target: Target, to buffer: inout [UInt8]) {
        guard surface.isTerminal, let columns = surface.columns else {
            return appendLine(message, in: target, to: &buffer)
        }
        var line: [UInt8] = []
        appendLine(message, in: target, to: &line)
        buffer += LineWrap.wrapped(line, columns: columns)
    }

    private func appendLine(_ message: Message, in target: Target, to buffer: inout [UInt8]) {
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
        case .time: RFC3339.append(message.time, to: &buffer)
        case .from: buffer.append(contentsOf: message.sender.text.utf8)
        case .kind: buffer.append(contentsOf: message.kind.rawValue.utf8)
        case .text: append(text: message.body, isRaw: surface.isRaw, to: &buffer)
        case .line: append(text: message.body, isRaw: false, to: &buffer)
        case .seq: DecimalText.append(message.seq, to: &buffer)
        case .id: MessageFields.append(message.id, to: &buffer)
        case .conversation: buffer.append(contentsOf: target.description.utf8)
        case .cursor: MessageFields.appendCursor(target.description, message.seq, to: &buffer)
        case .type: buffer.append(contentsOf: MessageFields.type(of: message).utf8)
        case .changes: if let seq = message.changes { DecimalText.append(seq, to: &buffer) }
        case .file: buffer.append(contentsOf: (message.file?.id.description ?? "").utf8)
        case .fileName: append(text: message.file?.name.text ?? "", isRaw: surface.isRaw, to: &buffer)
        case .fileSize: if let size = message.file?.size { DecimalText.append(size, to: &buffer) }
        case .replyTo: if let seq = message.replyTo { DecimalText.append(seq, to: &buffer) }
        }
    }

    private func append(text: String, isRaw: Bool, to buffer: inout [UInt8]) {
        if surface.isTerminal {
            // Marks and joiners that stand where none belong.
            buffer.append(contentsOf: TerminalText.line(EscapedText.text(text)).utf8)
        } else if isRaw {
            buffer.append(contentsOf: text.utf8)
        } else {
            EscapedText.append(text, to: &buffer)
        }
    }
}
