public import ChatroomCore
internal import FoundationEssentials

extension HistoryQuery: Call {
    /// The verb.
    public var verb: String { "history" }
    /// One of all requests.
    public var request: Request { .history(self) }

    /// Writes the answer.
    public static func content(of answer: HistoryPage) -> ReplyContent { ReplyContent(.page(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> HistoryPage {
        guard case .page(let wire) = content.wire else { throw .unfitting }
        return try HistoryPage(wire)
    }

    /// Refuses a page that does not go on from where this begins, so that reading on always ends.
    public func check(_ answer: HistoryPage) throws(ChatError) { try answer.check(against: self) }
}

extension HistoryQuery {
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

extension HistoryPage {
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
