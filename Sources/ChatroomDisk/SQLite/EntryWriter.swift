internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

/// Writes entries of logs, and what follows from them, as ``AppendRules`` decided.
struct EntryWriter {
    /// Why entries cannot be written as they were decided.
    enum Conflict: Error {
        /// An id is in a log already.
        case knownID
        /// There is no such sender.
        case unknownSender
    }

    let db: Database

    /// Writes all, and notes where the logs end.
    ///
    /// - Throws: ``Conflict``, and what the database throws; then the whole transaction must be undone.
    func write(_ appending: Appending) throws {
        for entry in appending.entries {
            if entry.message.seq == 1 { try DirectPair.store(entry.conversation, in: db) }
            do {
                guard try insert(entry) else { throw Conflict.knownID }
            } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
                throw Conflict.unknownSender
            }
            for effect in entry.effects { try apply(effect, of: entry) }
        }
        for (conversation, index) in appending.ends {
            let entry = appending.entries[index]
            try LogEnd.note(entry.message.seq, chain: entry.chain, of: conversation, in: db)
        }
    }

    /// Inserts the row of a message.
    ///
    /// - Returns: False when the id is in use.
    private func insert(_ entry: Appending.Entry) throws -> Bool {
        let message = entry.message
        var arguments: StatementArguments = [
            entry.conversation.rawValue, message.seq, Data(message.id.bytes), entry.sender.rawValue,
            message.kind.rawValue, message.time.milliseconds, message.replyTo, Data(entry.chain),
            Data(text: message.body),
        ]
        // Nearly every message is plain; its statement binds half as much.
        let isPlain = message.entry == .text && message.question == nil && message.file == nil
        guard !isPlain || entry.thread != nil || !entry.beside.isEmpty else {
            return try db.run(
                """
                INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, reply_to, chain, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT)) ON CONFLICT (id) DO NOTHING
                """, arguments) == 1
        }
        arguments += [
            message.entry.word, message.changes, entry.thread,
            message.question.map { Data(text: $0.choices.joined(separator: "\n")) },
            message.question?.deadline?.milliseconds, message.file?.id.rawValue,
            entry.beside.updateKey.map { Data(text: $0) }, entry.beside.mentioned.map { Data($0) },
        ]
        return try db.run(
            """
            INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, reply_to, chain, body,
                entry, changes, thread, choices, deadline, file, update_key, mentioned)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?, CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), ?)
            ON CONFLICT (id) DO NOTHING
            """, arguments) == 1
    }

    private func apply(_ effect: Appending.Effect, of entry: Appending.Entry) throws {
        let conversation = entry.conversation.rawValue
        switch effect {
        case .mention(let users, let seq):
            for user in users {
                try db.run(
                    "INSERT OR IGNORE INTO mentions (user, conversation, seq) VALUES (?, ?, ?)",
                    [user.rawValue, conversation, seq])
            }
        case .forgetMentions(let seq): try forgetMentions(by: seq, in: entry.conversation)
        case .remember(let key, let seq):
            try db.run(
                """
                INSERT INTO updates (conversation, sender, key, seq) VALUES (?, ?, CAST(? AS TEXT), ?)
                ON CONFLICT (conversation, sender, key) DO UPDATE SET seq = excluded.seq
                """, [conversation, entry.sender.rawValue, Data(key), seq])
        case .forget(let key):
            try db.run(
                "DELETE FROM updates WHERE conversation = ? AND sender = ? AND key = CAST(? AS TEXT)",
                [conversation, entry.sender.rawValue, Data(key)])
        case .bring(let file):
            try db.run("UPDATE files SET seq = ? WHERE id = ?", [entry.message.seq, file.rawValue])
        case .erase(let seq): try eraseAll(seq, of: entry.conversation)
        case .topic(let topic):
            try db.run(
                "UPDATE conversations SET topic = CAST(? AS TEXT) WHERE id = ?", [Data(text: topic), conversation])
        }
    }

    private func forgetMentions(by seq: Message.Seq, in conversation: Conversation.ID) throws {
        try db.run("DELETE FROM mentions WHERE conversation = ? AND seq = ?", [conversation.rawValue, seq])
    }

    /// Deletes the text of a message and of all its edits.
    private func eraseAll(_ seq: Message.Seq, of conversation: Conversation.ID) throws {
        // BETWEEN, or SQLite reads the whole conversation instead of the index of changes.
        for condition in ["seq = :seq", "changes BETWEEN :seq AND :seq AND entry = 'edit'"] {
            let texts = try db.all(
                """
                SELECT seq FROM messages
                WHERE conversation = :conversation AND body IS NOT NULL AND \(condition)
                """, ["conversation": conversation.rawValue, "seq": seq]
            ) { try $0.integer(0) }
            for text in texts { try erase(text, of: conversation) }
        }
        try forgetMentions(by: seq, in: conversation)
    }

    /// Deletes the text of one entry and its file; their digest keeps the chain whole.
    func erase(_ seq: Message.Seq, of conversation: Conversation.ID) throws {
        var reader = MessageReader(db, conversation)
        let sql = "SELECT \(MessageReader.columns) FROM messages WHERE conversation = ? AND seq = ?"
        let found = try db.first(sql, [conversation.rawValue, seq]) { try reader.message(in: $0) }
        guard let message = found, !message.isDeleted else { return }
        try db.run(
            "UPDATE messages SET body = NULL, body_digest = ?, file = NULL WHERE conversation = ? AND seq = ?",
            [Data(MessageChain.digest(of: message)), conversation.rawValue, seq])
        if let file = message.file { try db.run("DELETE FROM files WHERE id = ?", [file.id.rawValue]) }
    }
}

extension Message.Entry {
    /// What the database calls it; nothing for a text.
    fileprivate var word: String? {
        switch self {
        case .text: nil
        case .edit: "edit"
        case .deletion: "deletion"
        case .topic: "topic"
        }
    }
}
