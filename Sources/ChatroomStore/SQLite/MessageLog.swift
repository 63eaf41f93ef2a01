internal import ChatroomCore
internal import FoundationEssentials
internal import GRDB

/// Appends messages to the logs of conversations within one transaction.
///
/// Where a log ends is read from its last row, once for each conversation that the transaction meets, and kept nowhere
/// else; so make one of these for each transaction.
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
    private var heads: [Conversation.ID: Head] = [:]

    /// Prepares to append at a time by the wall clock.
    init(_ db: Database, at time: Timestamp) {
        self.db = db
        self.time = time
    }

    /// Appends a message, or finds it where an earlier append put it.
    ///
    /// - Returns: The message as it is stored, or why this one is refused.
    /// - Throws: What the database throws; then the whole transaction must be undone.
    mutating func append(_ new: NewMessage) throws -> Result<Appended, ChatError> {
        let head = try head(of: new.conversation)
        let message = Message(
            seq: head.seq + 1, id: new.id, sender: new.sender.user.name, kind: new.sender.user.kind,
            time: max(time, head.time), body: new.body, replyTo: new.replyTo)
        if let replyTo = new.replyTo, replyTo < 1 || replyTo > head.seq {
            if let earlier = try earlier(new) { return earlier }
            return .failure(ChatError(.notFound, "there is no message \(replyTo) to reply to"))
        }
        let digest = MessageChain.digest(ofBody: new.body)
        let chain = MessageChain.link(
            after: head.chain, of: message, in: new.conversation, bodyDigest: digest)
        do {
            guard try insert(message, of: new, chain: chain) else {
                return try earlier(new) ?? .failure(.reusedID)
            }
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            return .failure(.missingReference)
        }
        heads[new.conversation] = Head(seq: message.seq, time: message.time, chain: chain)
        return .success(Appended(message: message, isDuplicate: false))
    }

    /// Inserts the row of a message.
    ///
    /// - Returns: False when the id is in use.
    private func insert(_ message: Message, of new: NewMessage, chain: [UInt8]) throws -> Bool {
        try db.run(
            """
            INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, reply_to, chain, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT)) ON CONFLICT (id) DO NOTHING
            """,
            [
                new.conversation.rawValue, message.seq, Data(message.id.bytes), new.sender.id.rawValue,
                message.kind.rawValue, message.time.milliseconds, message.replyTo, Data(chain),
                Data(text: message.body),
            ]) == 1
    }

    /// Answers a message whose id is in the log already.
    ///
    /// - Returns: The first answer again or a refusal; `nil` when the id is not in the log.
    private func earlier(_ new: NewMessage) throws -> Result<Appended, ChatError>? {
        var reader = MessageReader(db)
        let sql = "SELECT \(MessageReader.columns), conversation, body_digest FROM messages WHERE id = ?"
        return try db.first(sql, [Data(new.id.bytes)]) { row in
            let message = try reader.message(in: row)
            // Digests, because strings compare as equal when they only look the same.
            let digest = try row.optionalBytes(8) ?? MessageChain.digest(ofBody: message.body)
            guard digest == MessageChain.digest(ofBody: new.body), message.replyTo == new.replyTo,
                try row.integer(2) == new.sender.id.rawValue, try row.integer(7) == new.conversation.rawValue
            else { return .failure(.reusedID) }
            return .success(Appended(message: message, isDuplicate: true))
        }
    }

    private mutating func head(of conversation: Conversation.ID) throws -> Head {
        if let head = heads[conversation] { return head }
        let sql = "SELECT seq, time, chain FROM messages WHERE conversation = ? ORDER BY seq DESC LIMIT 1"
        let head = try db.first(sql, [conversation.rawValue]) { row in
            Head(
                seq: try row.integer(0), time: Timestamp(milliseconds: try row.integer(1)), chain: try row.bytes(2))
        }
        heads[conversation] = head ?? .start
        return head ?? .start
    }
}

extension ChatError {
    fileprivate static let reusedID = ChatError(.idReused, "the message id was used before with other content")
}
