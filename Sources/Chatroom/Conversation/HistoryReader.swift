internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// Prints a history page by page; while one page is printed the next is on its way, and no more than these two are in
/// memory.
struct HistoryReader {
    /// Where reading ended.
    struct End: Sendable {
        /// The position after everything that was stored when it began.
        var head: Message.Seq
        /// Whether nothing was printed.
        var isEmpty: Bool
        /// Who wrote what was printed.
        var senders: Set<UserName> = []
        /// What others did to the user's membership of rooms, where everything unread was asked for.
        var news: [String] = []
        /// How far conversations were read.
        var reached: [Reached] = []
    }

    /// How far one conversation was read.
    struct Reached {
        let target: Target
        let conversation: Conversation.ID
        let seq: Message.Seq
    }

    /// What is done with some messages of a conversation.
    private typealias Taking = ([Message], Target) async throws -> Void

    let connection: ChatConnection
    /// Whether what is printed counts as read.
    var marksRead = false
    /// Whose messages are left out; they count as read all the same.
    var ignored: Set<UserName> = []

    /// Reads and prints one conversation.
    ///
    /// The other end of a direct conversation is told that this user's client has the messages.
    ///
    /// - Parameters:
    ///   - query: Which messages.
    ///   - renderer: How they are printed.
    ///   - printer: Where to.
    /// - Returns: Where it ended.
    /// - Throws: What reading and printing throw.
    func read(_ query: HistoryQuery, with renderer: MessageRenderer, to printer: Printer) async throws -> End {
        var renderer = renderer
        let end = try await read(query) { try await Self.print($0, in: $1, &renderer, printer) }
        try await mark(end.reached)
        return end
    }

    /// Reads and prints every conversation that may hold anything that matches.
    func readAll(_ query: HistoryQuery, with renderer: MessageRenderer, to printer: Printer) async throws -> End {
        var renderer = renderer
        return try await readAll(query) { query in
            let one = try await read(query) { try await Self.print($0, in: $1, &renderer, printer) }
            try await mark(one.reached)
            return one
        }
    }

    /// Reads the files of one conversation, or of every one, and then shows them all.
    ///
    /// - Parameters:
    ///   - query: Which messages.
    ///   - isEverywhere: Whether every conversation is read, whatever the query says.
    ///   - files: What shows the files.
    ///   - show: Shows them, if there are any; they count as read only then.
    /// - Returns: Where it ended.
    /// - Throws: What reading and showing throw.
    func readFiles(
        _ query: HistoryQuery, isEverywhere: Bool, into files: FileTable, show: (ListTable) async throws -> Void
    ) async throws -> End {
        var files = files
        let take: Taking = { files.add($0, in: $1) }
        let end = isEverywhere ? try await readAll(query) { try await read($0, take) } : try await read(query, take)
        if !files.isEmpty { try await show(files.table) }
        try await mark(end.reached)
        return end
    }

    private static func print(
        _ messages: [Message], in target: Target, _ renderer: inout MessageRenderer, _ printer: Printer
    ) async throws {
        var bytes: [UInt8] = []
        for message in messages { renderer.append(message, in: target, to: &bytes) }
        if !bytes.isEmpty { try await printer.write(bytes) }
    }

    private func readAll(_ query: HistoryQuery, _ read: (HistoryQuery) async throws -> End) async throws -> End {
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

    private func read(_ query: HistoryQuery, _ take: Taking) async throws -> End {
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
