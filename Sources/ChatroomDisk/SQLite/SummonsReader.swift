internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

/// Whom messages address without naming them.
///
/// It is not stored: whoever is said to be mentioned and is not named was addressed so.
struct SummonsReader {
    let db: Database
    let conversation: Conversation.ID

    /// Whom a message may address: the members of a room, or all users in the lobby; nobody elsewhere.
    func audience() throws -> [Account.ID] {
        let sql = """
            SELECT user FROM members WHERE conversation = :conversation
            UNION ALL
            SELECT users.id FROM users JOIN conversations ON conversations.id = :conversation AND conversations.kind = 'lobby'
            """
        return try db.all(sql, ["conversation": conversation.rawValue]) { Account.ID(rawValue: try $0.integer(0)) }
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
