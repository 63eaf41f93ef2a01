internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// Reads messages of a conversation, oldest first; a deleted body reads as an empty one.
    func page(
        of conversation: Conversation.ID, matching query: HistoryQuery, for reader: Account.ID? = nil, byteLimit: Int
    ) async throws(ChatError) -> HistoryPage {
        try await read { db in
            let log = try LogBounds(db, conversation)
            let filter = try MessageFilter(query, for: reader, in: conversation, db)
            let (first, last) = try log.bounds(of: query, filter)
            guard first <= last, !filter.isImpossible else {
                return HistoryPage(conversation: conversation, messages: [], hasMore: false, head: log.head)
            }
            let sql = """
                SELECT \(MessageReader.columns) FROM messages WHERE conversation = ? AND \(filter.range) BETWEEN ? AND ?
                \(filter.sql) ORDER BY seq
                """
            let rows = try Row.fetchCursor(
                try db.cachedStatement(sql: sql), arguments: [conversation.rawValue, first, last] + filter.arguments)
            let limit = min(max(query.limit, 1), HistoryQuery.largestPage)
            var reader = MessageReader(db, conversation)
            var messages: [Message] = []
            var bytes = 0
            var hasMore = false
            while !hasMore, let row = try rows.next() {
                let isFull = messages.count == limit
                let message = try isFull ? nil : reader.message(in: row)
                bytes += message?.size ?? 0
                if let message, bytes <= byteLimit || messages.isEmpty {
                    messages.append(message)
                } else {
                    hasMore = true
                }
            }
            if !query.isUnfolded {
                try MessageFold(db: db, conversation: conversation).fold(&messages)
                // Edits may be longer than what they replace.
                let fitting = messages.fitting(byteLimit)
                hasMore = hasMore || fitting < messages.count
                messages.removeLast(messages.count - fitting)
            }
            return HistoryPage(conversation: conversation, messages: messages, hasMore: hasMore, head: log.head)
        }
    }

    /// The conversation that holds a message which an account sent, if it is stored.
    func conversation(
        holding id: MessageID, from account: Account.ID
    ) async throws(ChatError) -> Conversation.ID? {
        let sql = "SELECT conversation FROM messages WHERE id = ? AND sender = ?"
        return try await read { db in
            try db.first(sql, [Data(id.bytes), account.rawValue]) { Conversation.ID(rawValue: try $0.integer(0)) }
        }
    }

    /// The seq of the newest message of a conversation, 0 when it is empty.
    func head(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await read { db in try LogBounds(db, conversation).head }
    }

    /// The last message of a conversation whose time is over, 0 when there is none.
    func floor(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await read { db in try LogBounds(db, conversation).floor }
    }

    /// The seq of the last message that was stored before a time, found by halving the log.
    func position(
        before time: Timestamp, in conversation: Conversation.ID
    ) async throws(ChatError) -> Message.Seq {
        try await read { db in try LogBounds(db, conversation).position(before: time) }
    }
}

extension [Message] {
    /// How many of the first messages have bodies of at most so many bytes together; 1 at least, if there is any.
    fileprivate func fitting(_ byteLimit: Int) -> Int {
        var bytes = 0
        for (index, message) in enumerated() {
            bytes += message.size
            if bytes > byteLimit, index > 0 { return index }
        }
        return count
    }
}

extension Message {
    /// The bytes of its texts.
    fileprivate var size: Int { body.utf8.count + (question?.choices.reduce(0) { $0 + $1.utf8.count + 2 } ?? 0) }
}
