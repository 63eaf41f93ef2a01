internal import FoundationEssentials

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

    init(_ wire: PBHistory) throws(ChatError) {
        guard wire.after >= 0, wire.before >= 0, wire.newest >= 0 else {
            throw ChatError(.invalid, "a bound of a history is not negative")
        }
        self.init(
            target: try Target(wire.target), after: wire.after, before: wire.before == 0 ? nil : wire.before,
            since: wire.since == 0 ? nil : Timestamp(milliseconds: wire.since),
            until: wire.until == 0 ? nil : Timestamp(milliseconds: wire.until),
            from: wire.from.isEmpty ? nil : try UserName(wire.from),
            newest: wire.newest == 0 ? nil : Int(clamping: wire.newest),
            limit: wire.limit == 0 ? Self.largestPage : min(Int(wire.limit), Self.largestPage))
        if !wire.id.isEmpty {
            guard let id = MessageID(bytes: wire.id) else { throw ChatError(.invalid, "a message id has 16 bytes") }
            self.id = id
        }
        isUnfolded = wire.unfolded
        thread = try Message.replySeq(wire.thread)
        mentionsOnly = wire.mentions
        unreadOnly = wire.unread
        filesOnly = wire.files
    }

    var wire: PBHistory {
        var wire = PBHistory()
        wire.target = target.description
        wire.after = after
        wire.before = before ?? 0
        wire.since = since?.milliseconds ?? 0
        wire.until = until?.milliseconds ?? 0
        wire.from = from?.text ?? ""
        wire.newest = Int64(newest ?? 0)
        wire.limit = UInt32(clamping: limit)
        wire.unfolded = isUnfolded
        wire.id = id.map { Data($0.bytes) } ?? Data()
        wire.thread = thread ?? 0
        wire.mentions = mentionsOnly
        wire.unread = unreadOnly
        wire.files = filesOnly
        return wire
    }
}

/// One page of a history, oldest message first.
public struct HistoryPage: Sendable, Equatable {
    /// The conversation that was read.
    public let conversation: Conversation.ID
    /// The messages.
    public let messages: [Message]
    /// Whether more match after the last of these.
    public let hasMore: Bool
    /// The seq of the conversation's newest message; 0 when it is empty.
    public let head: Message.Seq

    /// The most bytes of texts in a page, so that it fits a frame with room to spare.
    public static let byteLimit = 512 * 1024

    /// Makes a page.
    public init(conversation: Conversation.ID, messages: [Message], hasMore: Bool, head: Message.Seq) {
        self.conversation = conversation
        self.messages = messages
        self.hasMore = hasMore
        self.head = head
    }

    /// Refuses a page that does not go on from where the query begins, so that reading on always ends.
    ///
    /// - Parameter query: What was asked.
    /// - Throws: ``ChatError`` with code `protocol-violation`.
    public func check(against query: HistoryQuery) throws(ChatError) {
        guard hasMore else { return }
        guard let last = messages.last, last.seq > query.after, last.seq < query.before ?? .max else {
            throw ChatError(.protocolViolation, "the server's pages of a history do not go on")
        }
    }

    init(_ wire: PBPage) throws(ChatError) {
        var messages: [Message] = []
        messages.reserveCapacity(wire.messages.count)
        for message in wire.messages { messages.append(try Message(message)) }
        self.init(
            conversation: Conversation.ID(rawValue: wire.conversation), messages: messages, hasMore: wire.more,
            head: try Message.toldSeq(wire.head))
    }

    var wire: PBPage {
        var wire = PBPage()
        wire.conversation = conversation.rawValue
        wire.messages = messages.map(\.wire)
        wire.more = hasMore
        wire.head = head
        return wire
    }
}
