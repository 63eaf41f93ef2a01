public import ChatroomCore
internal import GRDB

extension SQLiteStore {
    /// The lobby's row, which the schema makes.
    static let lobby = Conversation.ID(rawValue: 1)

    /// Finds the conversation that an account means by a target; makes a direct one that there is not yet.
    public func conversation(
        _ target: Target, for account: Account.ID
    ) async throws(ChatError) -> Conversation.ID {
        switch target {
        case .room(.lobby): return Self.lobby
        case .room(let name):
            let room = try await read { db in
                try db.first("SELECT id FROM conversations WHERE name = ?", [name.text]) { try $0.integer(0) }
            }
            guard let room else { throw ChatError(.notFound, "there is no room '\(name)'") }
            return Conversation.ID(rawValue: room)
        case .direct(let name): return try await direct(with: name, of: account)
        }
    }

    private func direct(with name: UserName, of account: Account.ID) async throws(ChatError) -> Conversation.ID {
        let pair = try await read { db in
            guard
                let other = try db.first(
                    "SELECT id FROM users WHERE name = ?", [name.text], { try $0.integer(0) })
            else { throw ChatError(.notFound, "there is no user '\(name)'") }
            return DirectPair(account.rawValue, other)
        }
        if let known = try await read({ db in try pair.conversation(in: db) }) { return known }
        return try await transaction { db in try pair.makeConversation(in: db) }
    }

    /// Whether an account may read a conversation; everyone may read the lobby.
    public func isMember(
        _ account: Account.ID, of conversation: Conversation.ID
    ) async throws(ChatError) -> Bool {
        guard conversation != Self.lobby else { return true }
        let sql = """
            SELECT EXISTS (SELECT * FROM conversations WHERE id = :conversation AND :user IN (low, high))
                OR EXISTS (SELECT * FROM members WHERE conversation = :conversation AND user = :user)
            """
        return try await read { db in
            try db.first(sql, ["conversation": conversation.rawValue, "user": account.rawValue]) {
                try $0.integer(0) == 1
            } ?? false
        }
    }
}

/// The two users of a direct conversation, who may be the same, in the order of their numbers.
private struct DirectPair: Sendable {
    let low: Int64
    let high: Int64

    init(_ one: Int64, _ other: Int64) {
        low = min(one, other)
        high = max(one, other)
    }

    func conversation(in db: Database) throws -> Conversation.ID? {
        try db.first("SELECT id FROM conversations WHERE low = ? AND high = ?", [low, high]) {
            Conversation.ID(rawValue: try $0.integer(0))
        }
    }

    func makeConversation(in db: Database) throws -> Conversation.ID {
        try db.run(
            """
            INSERT INTO conversations (kind, low, high) VALUES ('direct', ?, ?)
            ON CONFLICT (low, high) DO NOTHING
            """, [low, high])
        guard let conversation = try conversation(in: db) else {
            throw UnreadableRow(description: "the direct conversation of \(low) and \(high) is missing")
        }
        return conversation
    }
}
