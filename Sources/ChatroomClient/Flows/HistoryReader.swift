public import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// Reads a history page by page; while one page is taken the next is on its way, and no more than these two are in memory.
public struct HistoryReader: Sendable {
    /// Where reading ended.
    public struct End: Sendable {
        /// The position after everything that was stored when it began.
        public var head: Message.Seq
        /// Whether nothing was taken.
        public var isEmpty: Bool
        /// Who wrote what was taken.
        public var senders: Set<UserName> = []
        /// What others did to the user's membership of rooms, where everything unread was asked for.
        public var news: [String] = []
        /// How far conversations were read.
        public var reached: [Reached] = []

        /// Sets every part.
        public init(
            head: Message.Seq, isEmpty: Bool, senders: Set<UserName> = [], news: [String] = [], reached: [Reached] = []
        ) {
            (self.head, self.isEmpty, self.senders, self.news, self.reached) = (head, isEmpty, senders, news, reached)
        }
    }

    /// How far one conversation was read.
    public struct Reached: Sendable {
        public let target: Target
        public let conversation: Conversation.ID
        public let seq: Message.Seq
    }

    /// What is done with some messages of a conversation; none is lost when it has returned.
    public typealias Taking = ([Message], Target) async throws -> Void

    public let connection: ChatConnection
    /// Whether what is taken counts as read.
    public var marksRead = false
    /// Whose messages are left out; they count as read all the same.
    public var ignored: Set<UserName> = []

    /// Sets every part.
    public init(connection: ChatConnection, marksRead: Bool = false, ignored: Set<UserName> = []) {
        (self.connection, self.marksRead, self.ignored) = (connection, marksRead, ignored)
    }

    /// Reads one conversation.
    ///
    /// The other end of a direct conversation is told that this user's client has the messages.
    ///
    /// - Parameters:
    ///   - query: Which messages.
    ///   - take: Given the messages, oldest first.
    /// - Returns: Where it ended.
    /// - Throws: What reading and taking throw.
    public func read(_ query: HistoryQuery, take: Taking) async throws -> End {
        let end = try await pages(query, take)
        try await mark(end.reached)
        return end
    }

    /// Reads every conversation that may hold anything that matches.
    public func readAll(_ query: HistoryQuery, take: Taking) async throws -> End {
        try await all(query) { try await read($0, take: take) }
    }

    /// Reads one conversation, or every one, to show at the end what was taken.
    ///
    /// - Parameters:
    ///   - query: Which messages.
    ///   - isEverywhere: Whether every conversation is read, whatever the query says.
    ///   - take: Given the messages.
    ///   - show: Shows them; they count as read only then.
    /// - Returns: Where it ended.
    /// - Throws: What reading and showing throw.
    public func read(
        _ query: HistoryQuery, isEverywhere: Bool, take: Taking, thenShow show: () async throws -> Void
    ) async throws -> End {
        let end = isEverywhere ? try await all(query) { try await pages($0, take) } : try await pages(query, take)
        try await show()
        try await mark(end.reached)
        return end
    }

    private func all(_ query: HistoryQuery, _ read: (HistoryQuery) async throws -> End) async throws -> End {
        var end = End(head: 0, isEmpty: true)
        let list = try await connection.ask(ListConversations())
        if query.unreadOnly {
            end.news = MembershipNews.lines(list.conversations, list.invitations, ignoring: ignored)
        }
        for summary in list.conversations {
            var query = query
            if query.unreadOnly {
                guard summary.head > summary.read, summary.role != nil || summary.mentions > 0 else { continue }
                // Of a room that one is only looking at, what was said to one.
                if summary.role == nil { query.mentionsOnly = true }
            }
            query.target = summary.target
            let one = try await read(query)
            end.isEmpty = end.isEmpty && one.isEmpty
            end.senders.formUnion(one.senders)
            end.reached += one.reached
        }
        return end
    }

    private func pages(_ query: HistoryQuery, _ take: Taking) async throws -> End {
        var page = try await connection.ask(query)
        let head = page.head
        // Whoever sees only some of the messages has not read the others.
        let isWhole =
            query.before == nil && query.until == nil && query.from == nil && query.thread == nil
            && !query.mentionsOnly && !query.filesOnly
        var (isEmpty, query) = (true, query)
        var last: Message.Seq = 0
        var senders: Set<UserName> = []
        query.newest = nil
        // What is stored meanwhile is not part of this history.
        query.before = min(query.before ?? .max, head + 1)
        while true {
            query.after = page.messages.last?.seq ?? query.after
            let next = page.hasMore ? connection.start(query) : nil
            connection.flush()
            let messages = page.messages.filter { $0.seq <= head }
            last = messages.last?.seq ?? last
            let wanted = messages.filter { !ignored.contains($0.sender) }
            senders.formUnion(wanted.map(\.sender))
            isEmpty = isEmpty && wanted.isEmpty
            try await take(wanted, query.target)
            guard let next else { break }
            page = try await next.get()
        }
        let reached = Reached(target: query.target, conversation: page.conversation, seq: isWhole ? head : last)
        return End(head: head, isEmpty: isEmpty, senders: senders, reached: [reached])
    }

    private func mark(_ all: [Reached]) async throws {
        for reached in all { try await mark(reached.target, reached.conversation, through: reached.seq) }
    }

    private func mark(
        _ target: Target, _ conversation: Conversation.ID, through head: Message.Seq
    ) async throws {
        guard head > 0 else { return }
        if marksRead {
            _ = try await connection.ask(Ack(conversation: conversation, cursor: .read, seq: head))
        } else if case .direct = target {
            // A server that cannot write still answers reads.
            _ = try? await connection.ask(Ack(conversation: conversation, cursor: .delivered, seq: head))
        }
    }
}
