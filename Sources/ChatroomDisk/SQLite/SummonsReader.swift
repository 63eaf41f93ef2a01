internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

/// Whom messages address without naming them.
///
/// It is not stored: whoever is said to be mentioned and is not named was addressed so.
struct SummonsReader {
    /// The most users whom one message addresses.
    private static let most = 1_000

    let db: Database
    let conversation: Conversation.ID

    /// The users whom a message is to address.
    ///
    /// - Parameters:
    ///   - summons: Whom.
    ///   - present: Who is there.
    /// - Returns: The members of a room, or all users in the lobby, as far as they are meant; nobody elsewhere.
    /// - Throws: What the database throws.
    func users(_ summons: Mentions.Summons, present: Set<Account.ID>) throws -> [Int64] {
        let sql = """
            SELECT user FROM members WHERE conversation = :conversation
            UNION ALL
            SELECT users.id FROM users JOIN conversations ON conversations.id = :conversation AND conversations.kind = 'lobby'
            """
        let users = try db.all(sql, ["conversation": conversation.rawValue]) { try $0.integer(0) }
        let meant = summons == .all ? users : users.filter { present.contains(Account.ID(rawValue: $0)) }
        return Array(meant.prefix(Self.most))
    }

    /// Whom a message addressed, given its text as it stands.
    func summons(of body: String, at seq: Message.Seq) throws -> Mentions.Summons? {
        guard let summons = Mentions.summons(in: body) else { return nil }
        let named = Set(Mentions.possibleNames(in: body).map(\.text))
        let sql = "SELECT name FROM mentions JOIN users ON users.id = user WHERE conversation = ? AND seq = ?"
        let mentioned = try db.all(sql, [conversation.rawValue, seq]) { try $0.text(0) }
        return mentioned.contains { !named.contains($0) } ? summons : nil
    }
}
