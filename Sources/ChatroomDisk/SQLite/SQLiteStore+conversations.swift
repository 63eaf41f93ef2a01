internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// The lobby's row, which the schema makes.
    static let lobby = Conversation.ID(rawValue: 1)

    /// Finds the conversation that an account means by a target; a direct one has a number before it has a row.
    func conversation(
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
        let sql = "SELECT id, EXISTS (SELECT * FROM users WHERE id = ?) FROM users WHERE name = ?"
        return try await read { db in
            let found = try db.first(sql, [account.rawValue, name.text]) { (try $0.integer(0), try $0.integer(1)) }
            guard let (other, isKnown) = found else { throw ChatError(.notFound, "there is no user '\(name)'") }
            guard isKnown == 1 else { throw ChatError.missingReference }
            return try DirectPair(account.rawValue, other).conversation(in: db)
        }
    }

    /// What an account is to a conversation.
    ///
    /// - Returns: `nil` when there is no such conversation, or it was removed.
    func access(
        _ account: Account.ID, to conversation: Conversation.ID
    ) async throws(ChatError) -> Access? {
        let sql = """
            SELECT kind, private, slow, :user IN (low, high),
                (SELECT role FROM members WHERE conversation = id AND user = :user),
                EXISTS (SELECT * FROM bans WHERE conversation = id AND user = :user),
                EXISTS (SELECT * FROM invitations WHERE conversation = id AND user = :user)
            FROM conversations WHERE id = :conversation AND kind <> 'removed'
            """
        return try await read { db in
            let access = try db.first(sql, ["conversation": conversation.rawValue, "user": account.rawValue]) { row in
                let kind = try row.value(0, Access.Kind.init(rawValue:))
                let standing: Standing
                switch kind {
                case .lobby: standing = .member
                case .direct: standing = row[3] as Int64? == 1 ? .member : .outsider
                case .room:
                    if try row.integer(5) == 1 {
                        standing = .banned
                    } else if try row.optionalText(4) != nil {
                        standing = try row.value(4, Standing.init(rawValue:))
                    } else {
                        standing = try row.integer(6) == 1 ? .invited : .outsider
                    }
                }
                return Access(
                    conversation: conversation, kind: kind, isPrivate: try row.integer(1) == 1 || kind == .direct,
                    standing: standing, slow: .milliseconds(try row.integer(2)))
            }
            if let access { return access }
            guard DirectPair(numbered: conversation) != nil, let pair = try DirectPair(of: conversation, in: db) else {
                return nil
            }
            return Access(
                conversation: conversation, kind: .direct, isPrivate: true,
                standing: [pair.low, pair.high].contains(account.rawValue) ? .member : .outsider, slow: .zero)
        }
    }

    /// The conversations that an account can see, the lobby first, then rooms by name, then direct ones by name.
    func conversations(
        visibleTo account: Account.ID
    ) async throws(ChatError) -> [Conversation.Summary] {
        let ids = try await read { db in try SummaryReader(db, account).visible() }
        var summaries: [Conversation.Summary] = []
        // In pieces, so that no read transaction is long.
        for start in stride(from: 0, to: ids.count, by: 64) {
            let piece = Array(ids[start..<min(start + 64, ids.count)])
            summaries += try await read { db in
                let reader = SummaryReader(db, account)
                return try piece.compactMap { try reader.summary(of: $0) }
            }
        }
        return summaries
    }

    /// The numbers of the conversations that an account can see.
    func visibleConversations(to account: Account.ID) async throws(ChatError) -> Set<Conversation.ID> {
        try await read { db in Set(try SummaryReader(db, account).visible()) }
    }

    /// A conversation as an account sees it.
    ///
    /// - Returns: `nil` when there is no such conversation, or it was removed.
    func summary(
        of conversation: Conversation.ID, for account: Account.ID
    ) async throws(ChatError) -> Conversation.Summary? {
        try await read { db in try SummaryReader(db, account).summary(of: conversation) }
    }

    /// The two accounts of a direct conversation, which may be the same; none for a room.
    func partners(in conversation: Conversation.ID) async throws(ChatError) -> [Account.ID] {
        try await read { db in
            guard let pair = try DirectPair(of: conversation, in: db) else { return [] }
            return [Account.ID(rawValue: pair.low), Account.ID(rawValue: pair.high)]
        }
    }
}
