internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

/// Reads what ``AppendRules`` must know, by point reads in the transaction that appends.
struct FactReader {
    let db: Database
    /// How many update keys an account has in a conversation.
    let updateKeys: Int

    /// Adds to facts what is needed.
    ///
    /// - Parameters:
    ///   - needs: What is needed.
    ///   - batch: The messages.
    ///   - facts: What is known so far.
    /// - Throws: What the database throws.
    func read(_ needs: AppendNeeds, for batch: [NewMessage], into facts: inout AppendFacts) throws {
        for conversation in needs.conversations { facts.heads[conversation] = try head(of: conversation) }
        for (place, count) in needs.places { facts.places[place] = .some(try entry(place, counting: count)) }
        for (owner, keys) in needs.keys { try read(keys, of: owner, into: &facts) }
        for name in needs.names {
            let id = try db.first("SELECT id FROM users WHERE name = ?", [name.text]) { try $0.integer(0) }
            facts.accounts[name] = id.map { Account.ID(rawValue: $0) }
        }
        for file in needs.files { facts.files[file] = try self.file(file) }
        for conversation in needs.audiences {
            facts.audiences[conversation] = try SummonsReader(db: db, conversation: conversation).audience()
        }
        for place in needs.standings {
            facts.standings[place] = .some(try Access.read(place.account, to: place.conversation, in: db))
        }
        if needs.asksStored {
            var stored: [MessageID: StoredMessage] = [:]
            for message in batch { stored[message.id] = try self.stored(message.id) }
            facts.stored = stored
        }
    }

    /// Which senders there are.
    func senders(of batch: [NewMessage]) throws -> Set<Account.ID> {
        try Set(batch.map(\.sender.id)).filter { account in
            let sql = "SELECT EXISTS (SELECT * FROM users WHERE id = ?)"
            return try db.first(sql, [account.rawValue]) { try $0.integer(0) } == 1
        }
    }

    /// Where a log ends, by its last row and compared with what was noted apart from it.
    private func head(of conversation: Conversation.ID) throws -> AppendFacts.Head? {
        let sql = """
            SELECT rights, messages.seq, time, messages.chain, heads.seq, heads.chain FROM conversations
            LEFT JOIN heads ON heads.conversation = conversations.id
            LEFT JOIN messages ON messages.conversation = conversations.id AND messages.seq = (
                SELECT seq FROM messages WHERE conversation = conversations.id ORDER BY seq DESC LIMIT 1)
            WHERE conversations.id = ? AND kind <> 'removed'
            """
        let found = try db.first(sql, [conversation.rawValue]) { row in
            let noted = try (row[4] as Int64? ?? 0, row.optionalBytes(5) ?? MessageChain.start)
            guard let seq = row[1] as Int64? else {
                return AppendFacts.Head(
                    rights: try row.integer(0), isWhole: noted == (0, MessageChain.start))
            }
            let chain = try row.bytes(3)
            return AppendFacts.Head(
                seq: seq, time: Timestamp(milliseconds: try row.integer(2)), chain: chain,
                rights: try row.integer(0), isWhole: noted == (seq, chain))
        }
        if let found { return found }
        let isDirect = try DirectPair(numbered: conversation) != nil && DirectPair(of: conversation, in: db) != nil
        return isDirect ? AppendFacts.Head() : nil
    }

    private func entry(_ place: AppendNeeds.Place, counting most: Int) throws -> AppendFacts.Entry? {
        let sql = """
            SELECT sender, entry, body IS NULL, deadline, thread, changes FROM messages
            WHERE conversation = ? AND seq = ?
            """
        let conversation = place.conversation.rawValue
        let counted = "SELECT count(*) FROM (SELECT 1 FROM messages WHERE conversation = ? AND changes = ? LIMIT ?)"
        return try db.first(sql, [conversation, place.seq]) { row in
            // An edit belongs where the message does that it changes.
            let root =
                row[5] as Int64? == nil
                ? row[4] as Int64? : try MessageFilter.root(of: place.seq, in: place.conversation, db)
            let changes =
                most == 0
                ? 0 : Int(try db.first(counted, [conversation, place.seq, most]) { try $0.integer(0) } ?? 0)
            return AppendFacts.Entry(
                sender: Account.ID(rawValue: try row.integer(0)), isOwn: try row.optionalText(1) == nil,
                isDeleted: try row.integer(2) == 1, deadline: (row[3] as Int64?).map { Timestamp(milliseconds: $0) },
                root: root ?? place.seq, changes: changes, counted: most)
        }
    }

    private func read(
        _ keys: [AppendNeeds.Key: Int], of owner: AppendNeeds.Membership, into facts: inout AppendFacts
    ) throws {
        let whose: StatementArguments = [owner.conversation.rawValue, owner.account.rawValue]
        var known = facts.keys[owner]?.seqs ?? [:]
        for (key, count) in keys {
            let sql = "SELECT seq FROM updates WHERE conversation = ? AND sender = ? AND key = CAST(? AS TEXT)"
            let seq = try db.first(sql, whose + [Data(key)]) { try $0.integer(0) }
            known[key] = .some(seq)
            guard let seq else { continue }
            let place = AppendNeeds.Place(owner.conversation, seq)
            facts.places[place] = .some(try entry(place, counting: count))
        }
        let count = Int(
            try db.first("SELECT count(*) FROM updates WHERE conversation = ? AND sender = ?", whose) {
                try $0.integer(0)
            } ?? 0)
        var oldest: [AppendNeeds.Key] = []
        if count + known.count > updateKeys {
            let sql = "SELECT key FROM updates WHERE conversation = ? AND sender = ? ORDER BY seq LIMIT ?"
            oldest = try db.all(sql, whose + [known.count]) { try $0.bytes(0) }
        }
        facts.keys[owner] = AppendFacts.Keys(seqs: known, count: count, oldest: oldest)
    }

    private func file(_ id: FileID) throws -> AppendFacts.File? {
        let sql = """
            SELECT owner, conversation FROM files
            WHERE id = ? AND seq IS NULL AND digest IS NOT NULL AND kept = 1
            """
        let found = try db.first(sql, [id.rawValue]) { (try $0.integer(0), try $0.integer(1)) }
        guard let (owner, conversation) = found, let attachment = try Attachment.read(id, in: db) else { return nil }
        return AppendFacts.File(
            attachment: attachment, owner: Account.ID(rawValue: owner),
            conversation: Conversation.ID(rawValue: conversation))
    }

    private func stored(_ id: MessageID) throws -> StoredMessage? {
        let columns = MessageReader.columns + ", conversation, body_digest, update_key"
        let place = MessageReader.columnCount
        return try db.first("SELECT \(columns) FROM messages WHERE id = ?", [Data(id.bytes)]) { row in
            let conversation = Conversation.ID(rawValue: try row.integer(place))
            var reader = MessageReader(db, conversation)
            let message = try reader.message(in: row)
            return StoredMessage(
                message, from: Account.ID(rawValue: try row.integer(2)), in: conversation,
                updateKey: try row.optionalText(place + 2),
                isKeyKnown: try message.seq > LogEnd.read(conversation, in: db).since,
                digest: try row.optionalBytes(place + 1))
        }
    }
}
