public import ChatroomCore

/// What `--format` describes: one line a message, such as `{time}\t{from}\t{line}`.
///
/// `\t`, `\n` and `\\` stand for a tab, a line feed and a backslash, `{{` and `}}` for braces. Read once, so that a
/// mistake shows before the first message and costs nothing afterwards.
public struct MessageTemplate: Equatable, Sendable {
    /// What can stand in braces.
    public enum Field: String, CaseIterable, Sendable {
        /// RFC 3339 in UTC with milliseconds.
        case time
        /// The sender's name.
        case from
        /// What the sender is.
        case kind
        /// The text.
        case text
        /// The text as one line, also where ``text`` is as it was sent.
        case line
        /// The place in the conversation.
        case seq
        /// The message's identity.
        case id
        /// The room, or `@` and the other user.
        case conversation
        /// The position after this message, for `--after`.
        case cursor
        /// The `seq` of the message that this one answers; empty when it answers none.
        case replyTo
        /// `message`, `edit`, `deletion` or `topic`.
        case type
        /// The `seq` of the message that an edit or a deletion changes; empty otherwise.
        case changes
        /// The id of the file that the message brings; empty when it brings none.
        case file
        /// What its sender calls the file.
        case fileName
        /// The size of the file in bytes.
        case fileSize
    }

    /// A piece of the template.
    public enum Part: Equatable, Sendable {
        /// Bytes that stand as they are in every line.
        case literal([UInt8])
        /// A field of the message.
        case field(Field)
    }

    /// The pieces, in order.
    public let parts: [Part]

    /// Reads a template.
    ///
    /// - Throws: `ChatError` with code `usage`, which quotes what is wrong.
    public init(_ text: String) throws(ChatError) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "\\": literal.append(try Self.escape(&rest))
            case "{" where rest.first == "{", "}" where rest.first == "}":
                literal.append(rest.removeFirst())
            case "{":
                let field = try Self.field(&rest)
                if !literal.isEmpty { parts.append(.literal(Array(literal.utf8))) }
                literal = ""
                parts.append(.field(field))
            case "}":
                throw ChatError(.usage, "a '}' in --format '\(text)' closes nothing", hint: "Write '}}' for a brace.")
            default: literal.append(character)
            }
        }
        if !literal.isEmpty { parts.append(.literal(Array(literal.utf8))) }
        self.parts = parts
    }

    private static func escape(_ rest: inout Substring) throws(ChatError) -> Character {
        switch rest.popFirst() {
        case "t": return "\t"
        case "n": return "\n"
        case "\\": return "\\"
        case let other:
            throw ChatError(
                .usage, "'\\\(other.map(String.init) ?? "")' means nothing in --format",
                hint: "Known are \\t, \\n and \\\\.")
        }
    }

    private static func field(_ rest: inout Substring) throws(ChatError) -> Field {
        guard let end = rest.firstIndex(of: "}") else {
            throw ChatError(.usage, "'{\(rest)' in --format has no '}'", hint: "Write '{{' for a brace.")
        }
        let name = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        let known = Field.allCases.map(\.rawValue)
        guard let field = Field(rawValue: name) else {
            let meant = Suggestion.nearest(to: name, in: known).map { "Did you mean '{\($0)}'? " } ?? ""
            throw ChatError(
                .usage, "there is no field '{\(name)}'",
                hint: "\(meant)Known are \(known.joined(separator: ", ")).")
        }
        return field
    }
}
