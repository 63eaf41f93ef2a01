internal import ChatroomCore
internal import ChatroomStore

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
        var tags = wanted.isEmpty ? [Self.everyTag] : []
        if let sender = request.sender { tags.append(Self.tag(of: sender)) }
        if request.hasFile { tags.append(Self.fileTag) }
        if request.conversations.count <= Self.mostConversations {
            let rooms = request.conversations.map(Self.tag).sorted().joined(separator: " OR ")
            tags.append("(\(rooms))")
        }
        var parts: [String] = []
        if !wanted.isEmpty { parts.append("body : (\(wanted))") }
        if !tags.isEmpty { parts.append("tags : (\(tags.joined(separator: " AND ")))") }
        let found = parts.map { "(\($0))" }.joined(separator: " AND ")
        text = excluded.isEmpty ? found : "(\(found)) NOT (body : (\(excluded)))"
    }

    /// The words for a message's properties.
    static func tags(of entry: SearchEntry) -> String {
        "\(everyTag) \(tag(of: entry.conversation)) \(tag(of: entry.sender))" + (entry.hasFile ? " \(fileTag)" : "")
    }

    private static let fileTag = "hasfile"
    /// What every message has, for searches that only leave out or only bound the time.
    private static let everyTag = "any"
    private static func tag(of conversation: Conversation.ID) -> String { "c\(conversation.rawValue)" }
    private static func tag(of sender: Account.ID) -> String { "u\(sender.rawValue)" }

    private static func string(_ term: SearchTerm) -> String {
        // Scalar by scalar: with a mark behind it, a quote is part of another Character, and a quote to FTS5 still.
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in IndexText(term.text).text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted) + (term.isPrefix ? " *" : "")
    }
}
