/// Which stored messages to read, oldest first; all bounds hold together.
public struct HistoryQuery: Sendable, Equatable {
    /// The conversation.
    public var target: Target
    /// Only messages after this seq; 0 reads from the start.
    public var after: Message.Seq
    /// Only messages before this seq.
    public var before: Message.Seq?
    /// Only messages stored at this time or later.
    public var since: Timestamp?
    /// Only messages stored before this time.
    public var until: Timestamp?
    /// Only messages of this user.
    public var from: UserName?
    /// Of those, only the newest so many.
    public var newest: Int?
    /// The most messages in one page, 1 to 1000.
    public var limit: Int
    /// Whether every entry is wanted as it was stored, where otherwise edits and deletions show in what they change.
    public var isUnfolded = false
    /// Only the message with this id.
    public var id: MessageID?
    /// Only the thread that this message belongs to.
    public var thread: Message.Seq?
    /// Only messages that mention the user who asks.
    public var mentionsOnly = false
    /// Only what comes after the user's read marker and is not the user's own.
    public var unreadOnly = false
    /// Only messages that bring a file.
    public var filesOnly = false

    /// The most messages that a page may have.
    public static let largestPage = 1000

    /// Makes a query.
    public init(
        target: Target, after: Message.Seq = 0, before: Message.Seq? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil, from: UserName? = nil, newest: Int? = nil, limit: Int = HistoryQuery.largestPage
    ) {
        self.target = target
        self.after = after
        self.before = before
        self.since = since
        self.until = until
        self.from = from
        self.newest = newest
        self.limit = limit
    }
}
