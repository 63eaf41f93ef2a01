internal import ChatroomCore

/// A search in the language of FTS5, safe whatever the terms say: each is a string in quotes.
///
/// The column `tags` holds a word for each of a message's properties, so that the index intersects them with the words
/// of the text without looking at a row.
struct SearchExpression {
    /// The most conversations that are worth a word each in an expression.
    static let mostConversations = 32

    let text: String

    init(_ request: SearchRequest) {
        let wanted = request.terms.filter { !$0.isExcluded }.map(Self.string).joined(separator: " AND ")
        let excluded = request.terms.filter(\.isExcluded).map(Self.string).joined(separator: " OR ")
        let body = excluded.isEmpty ? wanted : "(\(wanted)) NOT (\(excluded))"
        var tags: [String] = []
        if let sender = request.sender { tags.append(Self.tag(of: sender)) }
        if request.hasFile { tags.append(Self.fileTag) }
        if request.conversations.count <= Self.mostConversations {
            let rooms = request.conversations.map(Self.tag).sorted().joined(separator: " OR ")
            tags.append("(\(rooms))")
        }
        text = tags.isEmpty ? "body : (\(body))" : "(body : (\(body))) AND tags : (\(tags.joined(separator: " AND ")))"
    }

    /// The words for a message's properties.
    static func tags(of entry: SearchEntry) -> String {
        "\(tag(of: entry.conversation)) \(tag(of: entry.sender))" + (entry.hasFile ? " \(fileTag)" : "")
    }

    private static let fileTag = "hasfile"
    private static func tag(of conversation: Conversation.ID) -> String { "c\(conversation.rawValue)" }
    private static func tag(of sender: Account.ID) -> String { "u\(sender.rawValue)" }

    private static func string(_ term: SearchTerm) -> String {
        // Scalar by scalar: with a mark behind it, a quote is part of another Character, and a quote to FTS5 still.
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in SpacedText(term.text).text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted) + (term.isPrefix ? " *" : "")
    }
}
