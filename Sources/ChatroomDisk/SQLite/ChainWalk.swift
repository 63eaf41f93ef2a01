internal import ChatroomCore
internal import GRDB

/// How far a log has been checked, and what was wrong there.
struct ChainWalk {
    private let conversation: Conversation.ID
    private(set) var seq: Message.Seq = 0
    private(set) var problem: LogProblem?
    /// Whether it came to the end, or to what is wrong.
    private(set) var isOver = false
    private var chain = MessageChain.start
    private var time = Timestamp(milliseconds: .min)

    /// What ``follow(_:_:)`` reads of an entry.
    private static let columns =
        MessageReader.columns + ", body_digest, chain, body IS NULL, thread, update_key, mentioned, sender"
    private static let first = MessageReader.columnCount

    /// Begins after an entry, or at the start of the log.
    ///
    /// - Returns: `nil` when there is no such entry.
    init?(_ conversation: Conversation.ID, after seq: Message.Seq, in db: Database) throws {
        self.conversation = conversation
        guard seq > 0 else { return }
        let sql = "SELECT time, chain FROM messages WHERE conversation = ? AND seq = ?"
        let found = try db.first(sql, [conversation.rawValue, seq]) { (try $0.integer(0), try $0.bytes(1)) }
        guard let (time, chain) = found else { return nil }
        self.seq = seq
        self.time = Timestamp(milliseconds: time)
        self.chain = chain
    }

    /// Checks up to `count` messages more, and the end of the log if it comes there.
    func advanced(by count: Int, in db: Database) throws -> ChainWalk {
        var walk = self
        do {
            try walk.advance(by: count, in: db)
        } catch let problem as LogProblem {
            walk.problem = problem
            walk.isOver = true
        }
        return walk
    }

    private mutating func advance(by count: Int, in db: Database) throws {
        var reader = MessageReader(db, conversation)
        let sql = """
            SELECT \(Self.columns) FROM messages WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?
            """
        let rows = try Row.fetchCursor(
            try db.cachedStatement(sql: sql), arguments: [conversation.rawValue, seq, count])
        var derived = try DerivedCheck(conversation, from: seq + 1, through: seq + Message.Seq(count), in: db)
        while let row = try rows.next() {
            do {
                let entry = try follow(row, &reader)
                try derived.check(entry)
            } catch let problem as LogProblem {
                throw problem
            } catch {
                throw LogProblem(seq: seq + 1, text: "it cannot be read (\(error))")
            }
        }
        let head = try LogBounds(db, conversation).head
        guard seq >= head else { return }
        isOver = true
        try LogEndCheck(conversation, db).check(endingAt: seq, chain)
    }

    /// Takes the step to the next message.
    private mutating func follow(_ row: Row, _ reader: inout MessageReader) throws -> DerivedCheck.Entry {
        let number = try row.integer(0)
        guard number == seq + 1 else { throw LogProblem(seq: seq + 1, text: "it is missing") }
        let message = try reader.message(in: row)
        let stored = try row.optionalBytes(Self.first)
        let isErased = try row.integer(Self.first + 2) == 1
        let beside = MessageChain.Beside(
            updateKey: try row.optionalText(Self.first + 4), mentioned: try row.optionalBytes(Self.first + 5))
        let link = MessageChain.link(
            after: chain, of: message, in: conversation, bodyDigest: stored ?? MessageChain.digest(of: message))
        guard try row.bytes(Self.first + 1) == MessageChain.seal(link, with: beside), message.time >= time,
            isErased == (stored != nil)
        else { throw LogProblem(seq: number, text: "it is not what was written") }
        // What the chain takes for nothing must be nothing.
        guard row[8] as Int64? == message.changes, row[10] as Int64? == message.question?.deadline?.milliseconds,
            message.question?.deadline?.milliseconds != 0, message.replyTo != 0, !isErased || message.file == nil
        else { throw LogProblem(seq: number, text: "it has what its kind does not have") }
        (seq, time, chain) = (number, message.time, try row.bytes(Self.first + 1))
        return DerivedCheck.Entry(
            message: message, sender: try row.integer(Self.first + 6), thread: row[Self.first + 3] as Int64?,
            mentioned: beside.mentioned)
    }
}
