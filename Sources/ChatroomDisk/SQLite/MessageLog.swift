internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

/// Appends messages to the logs of conversations within one transaction.
///
/// Where a log ends is read from its last row, once for each conversation that the transaction meets, and compared with
/// what was noted apart from it; so make one of these for each transaction, and end it with ``noteEnds()``.
struct MessageLog {
    /// Where a conversation's log ends.
    private struct Head {
        var seq: Message.Seq
        var time: Timestamp
        var chain: [UInt8]

        static let start = Head(seq: 0, time: Timestamp(milliseconds: .min), chain: MessageChain.start)
    }

    private let db: Database
    private let time: Timestamp
    private let updateKeys: Int
    private var heads: [Conversation.ID: Head] = [:]
    /// The conversations whose logs grew.
    private var grown: Set<Conversation.ID> = []

    /// Prepares to append at a time by the wall clock, where a sender has so many update keys in a conversation.
    init(_ db: Database, at time: Timestamp, updateKeys: Int) {
        self.db = db
        self.time = time
        self.updateKeys = updateKeys
    }

    /// Appends a message, or finds it where an earlier append put it.
    ///
    /// - Returns: The message as it is stored, or why this one is refused.
    /// - Throws: What the database throws; then the whole transaction must be undone.
    mutating func append(_ new: NewMessage) throws -> Result<Appended, ChatError> {
        guard try isThere(new.conversation) else { return try earlier(new) ?? .failure(.missingReference) }
        let effects = MessageEffects(db, new, updateKeys: updateKeys)
        let head: Head
        let draft: MessageEffects.Draft
        do {
            head = try self.head(of: new.conversation)
            draft = try effects.prepare(at: max(time, head.time), head: head.seq)
        } catch let refusal as ChatError {
            return try earlier(new) ?? .failure(refusal)
        }
        var message = Message(
            seq: head.seq + 1, id: new.id, sender: new.sender.user.name, kind: new.sender.user.kind,
            time: max(time, head.time), body: new.body, replyTo: new.replyTo, entry: draft.entry,
            question: draft.question,
            file: draft.file)
        message.isLate = draft.isLate
        message.summons = draft.summons
        let digest = MessageChain.digest(of: message)
        let link = MessageChain.link(
            after: head.chain, of: message, in: new.conversation, bodyDigest: digest)
        let chain = MessageChain.seal(link, with: draft.beside)
        do {
            if message.seq == 1 { try DirectPair.store(new.conversation, in: db) }
            guard try insert(message, of: new, chain: chain, draft) else {
                return try earlier(new) ?? .failure(.reusedID)
            }
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            return .failure(.missingReference)
        }
        try effects.apply(message, draft)
        grown.insert(new.conversation)
        heads[new.conversation] = Head(seq: message.seq, time: message.time, chain: chain)
        return .success(Appended(message: message, isDuplicate: false))
    }

    /// Notes where the logs end that grew; the last step of the transaction.
    func noteEnds() throws {
        for conversation in grown {
            guard let head = heads[conversation] else { continue }
            try LogEnd.note(head.seq, chain: head.chain, of: conversation, in: db)
        }
    }

    /// Inserts the row of a message.
    ///
    /// - Returns: False when the id is in use.
    private func insert(
        _ message: Message, of new: NewMessage, chain: [UInt8], _ draft: MessageEffects.Draft
    ) throws -> Bool {
        var arguments: StatementArguments = [
            new.conversation.rawValue, message.seq, Data(message.id.bytes), new.sender.id.rawValue,
            message.kind.rawValue, message.time.milliseconds, message.replyTo, Data(chain), Data(text: message.body),
        ]
        // Nearly every message is plain; its statement binds half as much.
        let isPlain = message.entry == .text && message.question == nil && message.file == nil
        guard !isPlain || draft.thread != nil || !draft.beside.isEmpty else {
            return try db.run(
                """
                INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, reply_to, chain, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT)) ON CONFLICT (id) DO NOTHING
                """, arguments) == 1
        }
        arguments += [
            message.entry.word, message.changes, draft.thread,
            message.question.map { Data(text: $0.choices.joined(separator: "\n")) },
            message.question?.deadline?.milliseconds, message.file?.id.rawValue,
            draft.beside.updateKey.map { Data(text: $0) }, draft.beside.mentioned.map { Data($0) },
        ]
        return try db.run(
            """
            INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, reply_to, chain, body,
                entry, changes, thread, choices, deadline, file, update_key, mentioned)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?, CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), ?)
            ON CONFLICT (id) DO NOTHING
            """, arguments) == 1
    }

    /// Answers a message whose id is in the log already.
    ///
    /// - Returns: The first answer again or a refusal; `nil` when the id is not in the log.
    private func earlier(_ new: NewMessage) throws -> Result<Appended, ChatError>? {
        var reader = MessageReader(db, new.conversation)
        let sql = "SELECT \(MessageReader.columns), conversation, body_digest, update_key FROM messages WHERE id = ?"
        return try db.first(sql, [Data(new.id.bytes)]) { row in
            let message = try reader.message(in: row)
            // Digests, because strings compare as equal when they only look the same.
            // What was deleted with its file is told by its id alone.
            let isSame =
                if message.isDeleted {
                    try new.file != nil
                        || row.bytes(MessageReader.columnCount + 1) == MessageChain.digest(ofBody: new.body)
                } else {
                    message.file?.id == new.file
                        && MessageChain.digest(ofBody: message.body) == MessageChain.digest(ofBody: new.body)
                }
            let stored = StoredAct(
                message, updateKey: try row.optionalText(MessageReader.columnCount + 2),
                isKeyKnown: try message.seq > LogEnd.read(new.conversation, in: db).since)
            guard isSame, message.replyTo == new.replyTo,
                stored.fits(new.act), try row.integer(2) == new.sender.id.rawValue,
                try row.integer(MessageReader.columnCount) == new.conversation.rawValue
            else { return .failure(.reusedID) }
            return .success(Appended(message: message, isDuplicate: true))
        }
    }

    /// Whether there is such a conversation still.
    private func isThere(_ conversation: Conversation.ID) throws -> Bool {
        guard heads[conversation] == nil else { return true }
        let sql = "SELECT EXISTS (SELECT * FROM conversations WHERE id = ? AND kind <> 'removed')"
        if try db.first(sql, [conversation.rawValue], { try $0.integer(0) }) == 1 { return true }
        return try DirectPair(numbered: conversation) != nil && DirectPair(of: conversation, in: db) != nil
    }

    private mutating func head(of conversation: Conversation.ID) throws -> Head {
        if let head = heads[conversation] { return head }
        let noted = try LogEnd.read(conversation, in: db)
        let sql = "SELECT seq, time, chain FROM messages WHERE conversation = ? ORDER BY seq DESC LIMIT 1"
        let head = try db.first(sql, [conversation.rawValue]) { row in
            Head(
                seq: try row.integer(0), time: Timestamp(milliseconds: try row.integer(1)), chain: try row.bytes(2))
        }
        let found = head ?? .start
        // To go on would give a seq a second time, and hide that entries are missing.
        guard found.seq == noted.seq, found.chain == noted.chain else { throw ChatError.damagedLog }
        heads[conversation] = found
        return found
    }
}

extension ChatError {
    fileprivate static let reusedID = ChatError(.idReused, "the message id was used before with other content")
    fileprivate static let damagedLog = ChatError(
        .readOnly, "the log of this conversation does not end as it did, so nothing is added to it",
        hint: "The administrator should run 'chatroom history --verify' and compare it with a backup.")
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
