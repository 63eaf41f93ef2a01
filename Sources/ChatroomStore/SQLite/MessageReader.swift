internal import ChatroomCore
internal import GRDB

/// Makes messages of rows of `messages`; looks up each sender's name once.
struct MessageReader {
    /// What ``message(in:)`` reads, in its order.
    static let columns = "seq, id, sender, sender_kind, time, reply_to, body"

    private let db: Database
    private var names: [Int64: UserName] = [:]

    init(_ db: Database) { self.db = db }

    /// The message in the first columns of a row; a deleted body reads as an empty one.
    mutating func message(in row: Row) throws -> Message {
        Message(
            seq: try row.integer(0), id: try row.messageID(1), sender: try name(of: try row.integer(2)),
            kind: try row.value(3, User.Kind.init(rawValue:)), time: Timestamp(milliseconds: try row.integer(4)),
            body: try row.optionalText(6) ?? "", replyTo: row[5])
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
}
