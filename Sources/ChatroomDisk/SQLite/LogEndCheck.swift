internal import ChatroomCore
internal import GRDB

/// Checks where a log ends, and what is known of the conversation as a whole: its topic, the messages that updates
/// replace.
///
/// Besides the note of the end, whoever was given an entry bears witness that it was there: a cursor, a mention, a file.
struct LogEndCheck {
    private let conversation: Conversation.ID
    private let db: Database

    init(_ conversation: Conversation.ID, _ db: Database) {
        self.conversation = conversation
        self.db = db
    }

    /// Checks a log whose entries are right up to the last one that there is.
    func check(endingAt seq: Message.Seq, _ chain: [UInt8]) throws {
        let noted = try LogEnd.read(conversation, in: db)
        if noted.seq > seq { throw LogProblem(seq: seq + 1, text: "it is missing, and all up to \(noted.seq)") }
        if noted.seq < seq {
            throw LogProblem(seq: noted.seq + 1, text: "it is not noted that the log goes on after \(noted.seq)")
        }
        if noted.chain != chain { throw LogProblem(seq: max(seq, 1), text: "it is noted that the log ends otherwise") }
        for (table, what) in [
            ("cursors", "a cursor stands"), ("mentions", "a mention is noted"), ("updates", "an update is noted"),
            ("work", "work is noted"), ("files", "a file was sent"),
        ] {
            let sql = "SELECT max(seq) FROM \(table) WHERE conversation = ?"
            let last = try db.first(sql, [conversation.rawValue]) { $0[0] as Int64? } ?? nil
            if let last, last > seq {
                throw LogProblem(seq: seq + 1, text: "it is missing, for \(what) at \(last)")
            }
        }
        if try LogBounds(db, conversation).floor > seq {
            throw LogProblem(seq: seq + 1, text: "it is missing, for its time was over")
        }
        try checkTopic(noted, head: seq)
        try checkUpdates(noted)
    }

    /// The topic is what the newest entry set that set one, or what the room began with.
    private func checkTopic(_ noted: LogEnd, head: Message.Seq) throws {
        let topic = try db.first("SELECT topic FROM conversations WHERE id = ?", [conversation.rawValue]) {
            try $0.text(0)
        }
        guard let topic else { return }
        let newest = """
            SELECT seq, body, body_digest FROM messages WHERE conversation = ? AND entry = 'topic'
            ORDER BY seq DESC LIMIT 1
            """
        let set = try db.first(newest, [conversation.rawValue]) { row in
            let body = try row.optionalText(1)
            return (
                seq: try row.integer(0),
                digest: try body.map { MessageChain.digest(ofBody: $0) } ?? row.optionalBytes(2)
            )
        }
        let actual = MessageChain.digest(ofBody: topic)
        let isRight =
            if let set {
                set.digest == actual
            } else {
                noted.topic == actual || noted.topic == nil && topic.isEmpty
            }
        guard isRight else {
            throw LogProblem(seq: set?.seq ?? max(head, 1), text: "the topic is not the one that was set")
        }
    }

    /// What an update replaces is an earlier one of the same sender with the same key.
    private func checkUpdates(_ noted: LogEnd) throws {
        let sql = """
            SELECT seq, updates.key, update_key, messages.sender IS updates.sender AND entry IS NULL
            FROM updates LEFT JOIN messages USING (conversation, seq) WHERE conversation = ? ORDER BY seq
            """
        let updates = try db.all(sql, [conversation.rawValue]) { row in
            (
                seq: try row.integer(0), key: try row.bytes(1), stored: try row.optionalBytes(2),
                isOwn: try row.integer(3) == 1
            )
        }
        for update in updates {
            let isKey = update.stored == update.key || update.stored == nil && update.seq <= noted.since
            guard update.isOwn, isKey else {
                throw LogProblem(seq: update.seq, text: "it is not the update that it is said to be")
            }
        }
    }
}
