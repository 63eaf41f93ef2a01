internal import ChatroomCore
internal import ChatroomStore

/// What to find in a search index, and where.
struct SearchRequest: Sendable {
    /// What a message must have and must not have; see ``SearchText/check(_:)``.
    let terms: [SearchTerm]
    /// Only messages of this account.
    var sender: Account.ID?
    /// Only messages with a file.
    var hasFile: Bool
    /// Only messages at this time or later.
    var since: Timestamp?
    /// Only messages before this time.
    var until: Timestamp?
    /// The only conversations that may be answered from.
    let conversations: Set<Conversation.ID>
    /// Only hits older than this position, which is that of the last hit of the page before.
    var before: Int64?
    /// The most hits to answer with; none when it is below 1.
    var limit: Int

    /// Whether something else than words bounds what is found; the conversations do not count.
    var isFiltered: Bool { sender != nil || hasFile || since != nil || until != nil }

    /// Makes a request.
    init(
        terms: [SearchTerm], sender: Account.ID? = nil, hasFile: Bool = false, since: Timestamp? = nil,
        until: Timestamp? = nil, conversations: Set<Conversation.ID>, before: Int64? = nil, limit: Int
    ) {
        self.terms = terms
        self.sender = sender
        self.hasFile = hasFile
        self.since = since
        self.until = until
        self.conversations = conversations
        self.before = before
        self.limit = limit
    }
}

/// A message that a search found.
struct SearchHit: Sendable, Hashable {
    /// Its place among all messages, larger for later ones; good for ``SearchRequest/before``, for nothing else.
    ///
    /// It changes when the index is rebuilt.
    let position: Int64
    /// The conversation it is in.
    let conversation: Conversation.ID
    /// The message, as it was sent, even if an edit of it is what matches.
    let seq: Message.Seq
}
