public import ChatroomCore
internal import GRDB

extension SQLiteStore {
    /// Reads messages of a conversation, oldest first; a deleted body reads as an empty one.
    public func page(
        of conversation: Conversation.ID, matching query: HistoryQuery, byteLimit: Int
    ) async throws(ChatError) -> HistoryPage {
        try await read { db in
            let log = try LogBounds(db, conversation)
            var sender: Int64?
            if let name = query.from {
                sender = try db.first("SELECT id FROM users WHERE name = ?", [name.text]) { try $0.integer(0) }
            }
            let (first, last) = try log.bounds(of: query, sender: sender)
            guard first <= last, query.from == nil || sender != nil else {
                return HistoryPage(conversation: conversation, messages: [], hasMore: false, head: log.head)
            }
            let sql = """
                SELECT \(MessageReader.columns) FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ?
                \(sender == nil ? "" : "AND sender = ?") ORDER BY seq
                """
            var arguments: StatementArguments = [conversation.rawValue, first, last]
            if let sender { arguments += [sender] }
            let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
            let limit = min(max(query.limit, 1), HistoryQuery.largestPage)
            var reader = MessageReader(db)
            var messages: [Message] = []
            var bytes = 0
            while let row = try rows.next() {
                let isFull = messages.count == limit
                let message = try isFull ? nil : reader.message(in: row)
                bytes += message?.body.utf8.count ?? 0
                guard let message, bytes <= byteLimit || messages.isEmpty else {
                    return HistoryPage(conversation: conversation, messages: messages, hasMore: true, head: log.head)
                }
                messages.append(message)
            }
            return HistoryPage(conversation: conversation, messages: messages, hasMore: false, head: log.head)
        }
    }

    /// The seq of the newest message of a conversation, 0 when it is empty.
    public func head(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await read { db in try LogBounds(db, conversation).head }
    }

    /// The seq of the last message that was stored before a time, found by halving the log.
    public func position(
        before time: Timestamp, in conversation: Conversation.ID
    ) async throws(ChatError) -> Message.Seq {
        try await read { db in try LogBounds(db, conversation).position(before: time) }
    }
}
