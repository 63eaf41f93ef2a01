internal import ChatroomCore
internal import GRDB

/// Makes messages of rows of `messages` of one conversation; looks up each sender's name once.
struct MessageReader {
    /// What ``message(in:)`` reads, in its order.
    static let columns = "seq, id, sender, sender_kind, time, reply_to, body, entry, changes, choices, deadline, file"
    /// How many columns these are.
    static let columnCount = 12

    private let db: Database
    private let conversation: Conversation.ID
    private var names: [Int64: UserName] = [:]
    /// Until when the messages that were replied to awaited answers, as far as they did.
    private var deadlines: [Message.Seq: Timestamp?] = [:]

    init(_ db: Database, _ conversation: Conversation.ID) {
        self.db = db
        self.conversation = conversation
    }

    /// The message in the first columns of a row; a deleted body reads as an empty one.
    mutating func message(in row: Row) throws -> Message {
        let body = try row.optionalText(6)
        let entry: Message.Entry
        var question: Question?
        switch try row.optionalText(7) {
        case nil: entry = .text
        case "edit": entry = .edit(of: try row.integer(8))
        case "deletion": entry = .deletion(of: try row.integer(8))
        case "topic": entry = .topic
        case let word?: throw UnreadableRow(description: "an entry '\(word)' has no meaning")
        }
        if let choices = try row.optionalText(9) {
            let deadline = (row[10] as Int64?).map { Timestamp(milliseconds: $0) }
            // Bytes, because a line feed may be half of what Swift takes for one character.
            let lines = choices.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
            question = try Question(choices: lines, deadline: deadline)
        }
        var message = Message(
            seq: try row.integer(0), id: try row.messageID(1), sender: try name(of: try row.integer(2)),
            kind: try row.value(3, User.Kind.init(rawValue:)), time: Timestamp(milliseconds: try row.integer(4)),
            body: body ?? "", replyTo: row[5], entry: entry, question: question)
        message.isDeleted = body == nil
        message.file = try file(row[11])
        if message.entry == .text {
            message.summons = try SummonsReader(db: db, conversation: conversation)
                .summons(of: message.body, at: message.seq)
        }
        if let replyTo = message.replyTo, let deadline = try deadline(of: replyTo) {
            message.isLate = message.time > deadline
        }
        return message
    }

    private mutating func name(of user: Int64) throws -> UserName {
        if let name = names[user] { return name }
        let name = try db.first("SELECT name FROM users WHERE id = ?", [user]) { row in
            try row.value(0) { try UserName($0) }
        }
        guard let name else { throw UnreadableRow(description: "there is no user \(user)") }
        names[user] = name
        return name
    }

    private func file(_ number: Int64?) throws -> Attachment? {
        guard let number else { return nil }
        guard let id = FileID(rawValue: number), let file = try Attachment.read(id, in: db) else {
            throw UnreadableRow(description: "there is no file \(number)")
        }
        return file
    }

    /// Until when a message awaits answers; `nil` for one that awaits none, or for any time.
    private mutating func deadline(of seq: Message.Seq) throws -> Timestamp? {
        if let known = deadlines[seq] { return known }
        let sql = "SELECT deadline FROM messages WHERE conversation = ? AND seq = ?"
        let found = try db.first(sql, [conversation.rawValue, seq]) { row in
            (row[0] as Int64?).map { Timestamp(milliseconds: $0) }
        }
        let deadline = found ?? nil
        deadlines[seq] = .some(deadline)
        return deadline
    }
}
