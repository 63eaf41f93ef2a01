internal import ChatroomCore
internal import GRDB

/// The two users of a direct conversation, who may be the same, in the order of their numbers.
///
/// A direct conversation has a number before it has a row, made of the numbers of its users, so that it can be read and
/// followed without being stored; the row comes with the first thing that is kept of it. One whose row has another
/// number keeps that.
struct DirectPair: Sendable {
    /// The numbers of rooms lie below, those of direct conversations above.
    static let base: Int64 = 1 << 52
    /// The largest number of an account that has a place among them.
    private static let lastAccount: Int64 = 1 << 25

    let low: Int64
    let high: Int64

    init(_ one: Int64, _ other: Int64) {
        low = min(one, other)
        high = max(one, other)
    }

    /// The pair whose conversation has a number, unless its row has another one.
    init?(numbered conversation: Conversation.ID) {
        let (place, isTooFar) = conversation.rawValue.subtractingReportingOverflow(Self.base)
        guard !isTooFar, (1...Self.lastAccount * (Self.lastAccount + 1) / 2).contains(place) else { return nil }
        // Pairs are counted (1, 1), (1, 2), (2, 2), (1, 3), ...; the root is near enough to look around.
        var high = Int64((2 * Double(place)).squareRoot())
        while high * (high + 1) / 2 < place { high += 1 }
        while high * (high - 1) / 2 >= place { high -= 1 }
        self.init(place - high * (high - 1) / 2, high)
    }

    /// The pair of a conversation, whether it has a row or not; `nil` when it is none of two users.
    init?(of conversation: Conversation.ID, in db: Database) throws {
        let sql = "SELECT low, high FROM conversations WHERE id = ? AND kind = 'direct'"
        if let pair = try db.first(sql, [conversation.rawValue], { (try $0.integer(0), try $0.integer(1)) }) {
            self.init(pair.0, pair.1)
        } else if let pair = DirectPair(numbered: conversation), try pair.areUsers(in: db) {
            self = pair
        } else {
            return nil
        }
    }

    /// The number of the conversation.
    func conversation(in db: Database) throws -> Conversation.ID {
        let known = try db.first("SELECT id FROM conversations WHERE low = ? AND high = ?", [low, high]) {
            Conversation.ID(rawValue: try $0.integer(0))
        }
        if let known { return known }
        guard high <= Self.lastAccount else {
            throw UnreadableRow(description: "account \(high) is beyond those that have direct conversations")
        }
        return Conversation.ID(rawValue: Self.base + high * (high - 1) / 2 + low)
    }

    /// Makes the row of a direct conversation that has none yet; of others there is one or there must not be.
    static func store(_ conversation: Conversation.ID, in db: Database) throws {
        guard let pair = DirectPair(numbered: conversation), try pair.areUsers(in: db) else { return }
        try db.run(
            "INSERT INTO conversations (id, kind, low, high) VALUES (?, 'direct', ?, ?) ON CONFLICT DO NOTHING",
            [conversation.rawValue, pair.low, pair.high])
    }

    private func areUsers(in db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT * FROM users WHERE id = ?) AND EXISTS (SELECT * FROM users WHERE id = ?)"
        return try db.first(sql, [low, high]) { try $0.integer(0) } == 1
    }
}
