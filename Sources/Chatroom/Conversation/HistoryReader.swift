internal import ChatroomClient
internal import ChatroomCore
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
    }

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
        return try await read(query, &renderer, printer)
    }

    /// Reads and prints every conversation that may hold anything that matches.
    func readAll(_ query: HistoryQuery, with renderer: MessageRenderer, to printer: Printer) async throws -> End {
        var renderer = renderer
        var end = End(head: 0, isEmpty: true)
        for summary in try await connection.conversations() {
            guard !query.unreadOnly || (summary.role != nil && summary.head > summary.read) else { continue }
            var query = query
            query.target = summary.target
            let one = try await read(query, &renderer, printer)
            end.isEmpty = end.isEmpty && one.isEmpty
            end.senders.formUnion(one.senders)
        }
        return end
    }

    private func read(
        _ query: HistoryQuery, _ renderer: inout MessageRenderer, _ printer: Printer
    ) async throws -> End {
        var page = try await connection.history(query)
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
            let next = page.hasMore ? connection.start(.history(query)) : nil
            connection.flush()
            var bytes: [UInt8] = []
            for message in page.messages where message.seq <= head {
                last = message.seq
                if ignored.contains(message.sender) { continue }
                renderer.append(message, in: query.target, to: &bytes)
                senders.insert(message.sender)
                isEmpty = false
            }
            if !bytes.isEmpty { try await printer.write(bytes) }
            guard let next else { break }
            guard case .page(let following) = try await next.get() else {
                throw ChatError(.protocolViolation, "the server's answer does not fit the request")
            }
            try following.check(against: query)
            page = following
        }
        try await mark(query.target, page.conversation, through: isWhole ? head : last)
        return End(head: head, isEmpty: isEmpty, senders: senders)
    }

    private func mark(
        _ target: Target, _ conversation: Conversation.ID, through head: Message.Seq
    ) async throws {
        guard head > 0 else { return }
        if marksRead {
            _ = try await connection.ask(.ack(Ack(conversation: conversation, cursor: .read, seq: head)))
        } else if case .direct = target {
            // A server that cannot write still answers reads.
            _ = try? await connection.ask(.ack(Ack(conversation: conversation, cursor: .delivered, seq: head)))
        }
    }
}
