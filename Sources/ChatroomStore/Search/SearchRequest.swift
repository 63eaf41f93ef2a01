public import ChatroomCore

/// What to find in a search index, and where.
public struct SearchRequest: Sendable {
    /// What a message must have and must not have; see ``SearchText/check(_:)``.
    public let terms: [SearchTerm]
    /// Only messages of this account.
    public var sender: Account.ID?
    /// Only messages with a file.
    public var hasFile: Bool
    /// Only messages at this time or later.
    public var since: Timestamp?
    /// Only messages before this time.
    public var until: Timestamp?
    /// The only conversations that may be answered from.
    public let conversations: Set<Conversation.ID>
    /// Only hits older than this position, which is that of the last hit of the page before.
    public var before: Int64?
    /// The most hits to answer with; none when it is below 1.
    public var limit: Int

    /// Whether something else than words bounds what is found; the conversations do not count.
    var isFiltered: Bool { sender != nil || hasFile || since != nil || until != nil }

    /// Makes a request.
    public init(
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
public struct SearchHit: Sendable, Hashable {
    /// Its place among all messages, larger for later ones; good for ``SearchRequest/before``, for nothing else.
    ///
    /// It changes when the index is rebuilt.
    public let position: Int64
    /// The conversation it is in.
    public let conversation: Conversation.ID
    /// The message, as it was sent, even if an edit of it is what matches.
    public let seq: Message.Seq

    /// Makes a hit.
    public init(position: Int64, conversation: Conversation.ID, seq: Message.Seq) {
        self.position = position
        self.conversation = conversation
        self.seq = seq
    }
}
