public import ChatroomCore

extension Search: Call {
    /// The verb.
    public var verb: String { "search" }
    /// One of all requests.
    public var request: Request { .search(self) }

    /// Writes the answer.
    public static func content(of answer: Found) -> ReplyContent { ReplyContent(.found(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Found {
        guard case .found(let wire) = content.wire else { throw .unfitting }
        return try Found(wire)
    }

    /// Refuses a page that does not go on from where this begins, so that reading on always ends.
    public func check(_ answer: Found) throws(ChatError) {
        if let next = answer.next, answer.hits.isEmpty || next >= before ?? .max {
            throw ChatError(.protocolViolation, "the server's pages of a search do not go on")
        }
    }
}

extension Search {
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

extension Found {
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
