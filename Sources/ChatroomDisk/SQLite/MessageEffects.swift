internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

/// What a message that is appended does beyond itself: which earlier message it changes, the thread it joins, who is
/// mentioned, the topic it sets.
///
/// ``prepare(at:head:)`` looks and refuses, ``apply(_:)`` writes once the message has its place.
struct MessageEffects {
    /// What is known of a message before it has its place.
    struct Draft {
        var entry = Message.Entry.text
        var question: Question?
        var thread: Message.Seq?
        var isLate = false
        var file: Attachment?
        /// Whom the message mentions once this is applied.
        var mentions: [Int64] = []
        /// Whom it addresses without naming them.
        var summons: Mentions.Summons?
        /// What the chain holds beside the message.
        var beside = MessageChain.Beside()
    }

    /// The most users that one message mentions; who is named beyond that is not.
    private static let mostMentions = 50

    private let db: Database
    private let new: NewMessage
    /// How many update keys the sender has in a conversation.
    private let updateKeys: Int

    init(_ db: Database, _ new: NewMessage, updateKeys: Int) {
        self.db = db
        self.new = new
        self.updateKeys = updateKeys
    }

    /// Finds out what the message is.
    ///
    /// - Throws: ``ChatError`` with code `not-found` or `not-allowed`, and what the database throws.
    func prepare(at time: Timestamp, head: Message.Seq) throws -> Draft {
        var draft = Draft()
        if let replyTo = new.replyTo { try join(replyTo, at: time, &draft) }
        if let file = new.file { draft.file = try attach(file) }
        switch new.act {
        case .post: break
        case .edit(let seq):
            try checkChange(of: seq)
            guard try mayEdit(seq) else {
                throw ChatError(
                    .notAllowed, "message \(seq) was edited \(new.mostEdits) times, and that is the limit",
                    hint: "Send another message; the server's limit is 'edits-per-message'.")
            }
            draft.entry = .edit(of: seq)
        case .delete(let seq):
            guard new.body.isEmpty else { throw ChatError(.invalid, "a deletion has no text") }
            try checkChange(of: seq, mayModerate: new.mayModerate)
            draft.entry = .deletion(of: seq)
        case .update(let key):
            if let seq = try updated(by: key), try mayEdit(seq) { draft.entry = .edit(of: seq) }
        case .ask(let choices, let within):
            draft.question = try Question(choices: choices, deadline: time.deadline(within))
        case .topic: draft.entry = .topic
        }
        if case .update(let key) = new.act { draft.beside.updateKey = key }
        try mention(&draft)
        return draft
    }

    /// Writes what follows from the message.
    func apply(_ message: Message, _ draft: Draft) throws {
        let mentioning = message.changes ?? message.seq
        if case .edit(let seq) = message.entry { try forgetMentions(in: seq) }
        for user in draft.mentions {
            try db.run(
                "INSERT OR IGNORE INTO mentions (user, conversation, seq) VALUES (?, ?, ?)",
                [user, new.conversation.rawValue, mentioning])
        }
        switch message.entry {
        case .text:
            if case .update(let key) = new.act { try remember(key, message.seq) }
            if let file = message.file {
                try db.run("UPDATE files SET seq = ? WHERE id = ?", [message.seq, file.id.rawValue])
            }
        case .edit: break
        case .deletion(let seq): try erase(seq)
        case .topic:
            try db.run(
                "UPDATE conversations SET topic = CAST(? AS TEXT) WHERE id = ?",
                [Data(text: message.body), new.conversation.rawValue])
        }
    }

    private func join(_ replyTo: Message.Seq, at time: Timestamp, _ draft: inout Draft) throws {
        guard let root = try MessageFilter.root(of: replyTo, in: new.conversation, db) else {
            throw ChatError(.notFound, "there is no message \(replyTo) to reply to")
        }
        draft.thread = root
        let sql = "SELECT deadline FROM messages WHERE conversation = ? AND seq = ?"
        let deadline = try db.first(sql, [new.conversation.rawValue, replyTo]) { $0[0] as Int64? }
        draft.isLate = deadline.flatMap { $0 }.map { time.milliseconds > $0 } ?? false
    }

    /// Finds a file that the sender has sent whole to the same conversation, and that no message brings yet.
    private func attach(_ id: FileID) throws -> Attachment {
        let sql = """
            SELECT EXISTS (SELECT * FROM files WHERE id = ? AND owner = ? AND conversation = ? AND seq IS NULL
                AND digest IS NOT NULL AND kept = 1)
            """
        let isThere = try db.first(sql, [id.rawValue, new.sender.id.rawValue, new.conversation.rawValue]) {
            try $0.integer(0)
        }
        guard isThere == 1, let file = try Attachment.read(id, in: db) else {
            throw ChatError(.notFound, "there is no file \(id) to send here")
        }
        return file
    }

    private func checkChange(of seq: Message.Seq, mayModerate: Bool = false) throws {
        let sql = "SELECT sender, entry, body IS NULL FROM messages WHERE conversation = ? AND seq = ?"
        let found = try db.first(sql, [new.conversation.rawValue, seq]) { row in
            (sender: try row.integer(0), isEntry: try row.optionalText(1) != nil, isDeleted: try row.integer(2) == 1)
        }
        guard let found else { throw ChatError(.notFound, "there is no message \(seq) to change") }
        guard !found.isEntry else { throw ChatError(.invalid, "\(seq) is no message of its own") }
        guard !found.isDeleted else { throw ChatError(.notFound, "message \(seq) was deleted") }
        guard found.sender == new.sender.id.rawValue || mayModerate else {
            throw ChatError(.notAllowed, "message \(seq) is not yours")
        }
    }

    /// Whether a message may be edited once more; without a bound, its deletion would take ever longer.
    private func mayEdit(_ seq: Message.Seq) throws -> Bool {
        guard new.mostEdits > 0 else { return false }
        let sql = """
            SELECT 1 FROM messages WHERE conversation = ? AND changes = ? AND changes IS NOT NULL LIMIT 1 OFFSET ?
            """
        return try db.first(sql, [new.conversation.rawValue, seq, new.mostEdits - 1]) { try $0.integer(0) } == nil
    }

    /// The message that an update with a key replaces, unless it was deleted.
    private func updated(by key: String) throws -> Message.Seq? {
        let sql = """
            SELECT seq FROM updates JOIN messages USING (conversation, seq)
            WHERE updates.conversation = ? AND updates.sender = ? AND key = CAST(? AS TEXT) AND body IS NOT NULL
            """
        return try db.first(sql, [new.conversation.rawValue, new.sender.id.rawValue, Data(text: key)]) { row in
            try row.integer(0)
        }
    }

    private func remember(_ key: String, _ seq: Message.Seq) throws {
        try db.run(
            """
            INSERT INTO updates (conversation, sender, key, seq) VALUES (?, ?, CAST(? AS TEXT), ?)
            ON CONFLICT (conversation, sender, key) DO UPDATE SET seq = excluded.seq
            """, [new.conversation.rawValue, new.sender.id.rawValue, Data(text: key), seq])
        try forgetOldestKey()
    }

    /// Forgets the key that was used first, when there are too many; an update with it begins anew.
    private func forgetOldestKey() throws {
        let owner: StatementArguments = [new.conversation.rawValue, new.sender.id.rawValue]
        let sql = "SELECT count(*), min(seq) FROM updates WHERE conversation = ? AND sender = ?"
        let found = try db.first(sql, owner) { (count: try $0.integer(0), oldest: $0[1] as Int64?) }
        guard let found, found.count > updateKeys, let oldest = found.oldest else { return }
        try db.run("DELETE FROM updates WHERE conversation = ? AND sender = ? AND seq = ?", owner + [oldest])
    }

    /// Finds out whom a text mentions; the text of an edit takes the place of the one before.
    private func mention(_ draft: inout Draft) throws {
        switch draft.entry {
        case .deletion, .topic: return
        case .text, .edit: break
        }
        let names = Mentions.possibleNames(in: new.body, atMost: Self.mostMentions)
        for name in names where name != new.sender.user.name {
            let user = try db.first("SELECT id FROM users WHERE name = ?", [name.text]) { try $0.integer(0) }
            if let user { draft.mentions.append(user) }
        }
        if new.mayModerate, let summons = Mentions.summons(in: new.body) {
            let users = try SummonsReader(db: db, conversation: new.conversation).users(summons, present: new.present)
            let others = users.filter { $0 != new.sender.id.rawValue }
            if !others.isEmpty, draft.entry == .text { draft.summons = summons }
            draft.mentions += others
        }
        draft.beside.mention(Set(draft.mentions))
    }

    private func forgetMentions(in seq: Message.Seq) throws {
        try db.run("DELETE FROM mentions WHERE conversation = ? AND seq = ?", [new.conversation.rawValue, seq])
    }

    /// Deletes the text of a message and of all its edits.
    private func erase(_ seq: Message.Seq) throws {
        // BETWEEN, or SQLite reads the whole conversation instead of the index of changes.
        for condition in ["seq = :seq", "changes BETWEEN :seq AND :seq AND entry = 'edit'"] {
            let texts = try db.all(
                """
                SELECT seq FROM messages
                WHERE conversation = :conversation AND body IS NOT NULL AND \(condition)
                """, ["conversation": new.conversation.rawValue, "seq": seq]
            ) { try $0.integer(0) }
            for text in texts { try MessageEffects.erase(text, of: new.conversation, in: db) }
        }
        try forgetMentions(in: seq)
    }

    /// Deletes the text of one entry and its file; their digest keeps the chain whole.
    static func erase(_ seq: Message.Seq, of conversation: Conversation.ID, in db: Database) throws {
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

extension Timestamp {
    /// Until when answers are waited for that may take so long; `nil` for any time.
    fileprivate func deadline(_ within: Duration?) -> Timestamp? {
        within.map { within in
            let (sum, isTooLate) = milliseconds.addingReportingOverflow(within.wholeMilliseconds)
            return Timestamp(milliseconds: isTooLate ? .max : sum)
        }
    }
}
