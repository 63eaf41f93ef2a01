/// A request to find messages by their words, newest first.
public struct Search: Sendable, Equatable {
    /// The words, which must all match; none when something else bounds what is found.
    public let terms: [SearchTerm]
    /// The conversation; `nil` for all that the user can see.
    public var target: Target?
    /// Only messages of this user.
    public var from: UserName?
    /// Only messages with a file.
    public var hasFile = false
    /// Only messages stored at this time or later.
    public var since: Timestamp?
    /// Only messages stored before this time.
    public var until: Timestamp?
    /// Where the page begins: the last one's `next`.
    public var before: Int64?
    /// The most hits in a page, 1 to 100.
    public var limit = Self.largestPage

    /// The most hits that a page may have.
    public static let largestPage = 100

    /// Makes a request for all messages that match the terms.
    public init(terms: [SearchTerm]) { self.terms = terms }

    init(_ wire: PBSearch) throws(ChatError) {
        let terms = wire.terms.map {
            SearchTerm(text: $0.text, isPhrase: $0.phrase, isPrefix: $0.prefix, isExcluded: $0.excluded)
        }
        self.init(terms: terms)
        target = wire.target.isEmpty ? nil : try Target(wire.target)
        from = wire.from.isEmpty ? nil : try UserName(wire.from)
        hasFile = wire.hasFile_p
        since = wire.since == 0 ? nil : Timestamp(milliseconds: wire.since)
        until = wire.until == 0 ? nil : Timestamp(milliseconds: wire.until)
        before = wire.before == 0 ? nil : wire.before
        limit = wire.limit == 0 ? Self.largestPage : min(Int(wire.limit), Self.largestPage)
        let isFiltered = from != nil || hasFile || since != nil || until != nil
        try SearchText.check(terms, isFiltered: isFiltered)
    }

    var wire: PBSearch {
        var wire = PBSearch()
        wire.terms = terms.map { term in
            var wire = PBSearch.Term()
            wire.text = term.text
            wire.phrase = term.isPhrase
            wire.prefix = term.isPrefix
            wire.excluded = term.isExcluded
            return wire
        }
        wire.target = target?.description ?? ""
        wire.from = from?.text ?? ""
        wire.hasFile_p = hasFile
        wire.since = since?.milliseconds ?? 0
        wire.until = until?.milliseconds ?? 0
        wire.before = before ?? 0
        wire.limit = UInt32(clamping: limit)
        return wire
    }
}

/// What a ``Search`` found.
public struct Found: Sendable, Equatable {
    /// A message that matches, and where it is.
    public struct Hit: Sendable, Equatable {
        /// The conversation.
        public let conversation: Conversation.ID
        /// How the user addresses it.
        public let target: Target
        /// The message, folded.
        public let message: Message

        /// Makes a hit.
        public init(conversation: Conversation.ID, target: Target, message: Message) {
            self.conversation = conversation
            self.target = target
            self.message = message
        }
    }

    /// The hits, newest first.
    public let hits: [Hit]
    /// Where the next page begins; `nil` when there is none.
    public let next: Int64?

    /// Makes an answer.
    public init(hits: [Hit], next: Int64?) {
        self.hits = hits
        self.next = next
    }

    init(_ wire: PBFound) throws(ChatError) {
        var hits: [Hit] = []
        for hit in wire.hits {
            hits.append(
                Hit(
                    conversation: Conversation.ID(rawValue: hit.conversation), target: try Target(hit.target),
                    message: try Message(hit.message)))
        }
        self.init(hits: hits, next: wire.next == 0 ? nil : wire.next)
    }

    var wire: PBFound {
        var wire = PBFound()
        wire.hits = hits.map { hit in
            var wire = PBFound.Hit()
            wire.conversation = hit.conversation.rawValue
            wire.target = hit.target.description
            wire.message = hit.message.wire
            return wire
        }
        wire.next = next ?? 0
        return wire
    }
}
