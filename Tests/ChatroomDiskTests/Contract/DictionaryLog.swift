internal import ChatroomCore

@testable internal import ChatroomStore

/// Logs, cursors and members in plain dictionaries: the smallest engine that keeps the contract of appending and of
/// cursors, by the same rules as the others and without a database.
actor DictionaryLog: TestedLog {
    private struct Log {
        var kind = Access.Kind.room
        var isPrivate = false
        var rights: Int64 = 0
        var entries: [Appending.Entry] = []
        var stored: [StoredMessage] = []
        var members: [Account.ID: Room.Role] = [:]
        var banned: Set<Account.ID> = []
        var mentions: [Message.Seq: Set<Account.ID>] = [:]
        var keys: [Account.ID: [AppendNeeds.Key: Message.Seq]] = [:]
    }

    private struct CursorKey: Hashable {
        let account: Account.ID
        let name: ChatroomCore.Cursor.Name
        let conversation: Conversation.ID
    }

    private let bounds: StoreBounds
    private var accounts: [Account] = []
    private var logs: [Conversation.ID: Log] = [:]
    private var cursors: [CursorKey: Message.Seq] = [:]

    init(bounds: StoreBounds = StoreBounds()) {
        self.bounds = bounds
        logs[.lobby] = Log(kind: .lobby)
    }

    func makeAccount(_ name: String) throws -> Account {
        let role: User.Role = accounts.isEmpty ? .administrator : .member
        let account = Account(
            id: Account.ID(rawValue: Int64(accounts.count + 1)),
            user: User(name: try UserName(name), kind: .human, role: role))
        accounts.append(account)
        return account
    }

    func makeRoom(of owner: Account) -> Conversation.ID {
        let id = Conversation.ID(rawValue: Int64(logs.count + 1))
        logs[id] = Log(rights: 1, members: [owner.id: .owner])
        return id
    }

    func change(_ change: MemberChange, in conversation: Conversation.ID) throws -> Standing {
        guard let theirs = access(change.account.id, to: conversation),
            let own = access((change.actor ?? change.account).id, to: conversation), let log = logs[conversation]
        else { throw ChatError.missingReference }
        let account = change.account.id
        let facts = MemberFacts(
            theirs: theirs, own: own,
            hasOtherOwner: log.members.contains { $0.key != account && $0.value == .owner }, memberships: 0,
            invitations: 0, bans: 0)
        let before = (log.members, log.banned)
        for step in try MemberRules(bounds).decide(change, facts) {
            switch step {
            case .add(let role): if log.members[account] == nil { logs[conversation]?.members[account] = role }
            case .setRole(let role, _): logs[conversation]?.members[account] = role
            case .remove: logs[conversation]?.members[account] = nil
            case .ban: logs[conversation]?.banned.insert(account)
            case .unban: logs[conversation]?.banned.remove(account)
            case .invite, .forgetInvitation: break
            }
        }
        if let after = logs[conversation], (after.members, after.banned) != before { logs[conversation]?.rights += 1 }
        return theirs.standing
    }

    func access(_ account: Account.ID, to conversation: Conversation.ID) -> Access? {
        guard let log = logs[conversation] else { return nil }
        let standing: Standing =
            log.banned.contains(account)
            ? .banned : log.members[account].flatMap { Standing(rawValue: $0.rawValue) } ?? .outsider
        return Access(
            conversation: conversation, kind: log.kind, isPrivate: log.isPrivate,
            standing: log.kind == .lobby ? .member : standing, rights: log.rights)
    }

    func entries(of conversation: Conversation.ID) -> [Message] {
        logs[conversation]?.stored.map(\.message) ?? []
    }

    func chain(of conversation: Conversation.ID) -> [UInt8]? { logs[conversation]?.entries.last?.chain }

    func mentions(of account: Account, in conversation: Conversation.ID) -> [Message.Seq] {
        logs[conversation]?.mentions.filter { $0.value.contains(account.id) }.map(\.key).sorted() ?? []
    }

    func position(of name: ChatroomCore.Cursor.Name, of account: Account, in conversation: Conversation.ID)
        -> Message.Seq
    {
        cursors[CursorKey(account: account.id, name: name, conversation: conversation)] ?? 0
    }

    func write(_ batch: [Write], at time: Timestamp) -> [Result<Written, ChatError>] {
        let new = batch.compactMap { write in
            if case .append(let message) = write { message } else { nil }
        }
        var appended = append(new, at: time)[...]
        return batch.map { write in
            switch write {
            case .append: (appended.popFirst() ?? .failure(.missingReference)).map { .appended($0) }
            case .move(let move): self.move(move)
            case .settle: .failure(.missingReference)
            }
        }
    }

    private func move(_ move: CursorMove) -> Result<Written, ChatError> {
        guard let log = logs[move.conversation], accounts.contains(where: { $0.id == move.account }) else {
            return .failure(move.seq == 0 ? .missingReference : ChatError(.invalid, "no such message"))
        }
        guard (0...Message.Seq(log.stored.count)).contains(move.seq) else {
            return .failure(ChatError(.invalid, "no such message"))
        }
        let key = CursorKey(account: move.account, name: move.name, conversation: move.conversation)
        cursors[key] = max(cursors[key] ?? 0, move.seq)
        return .success(.moved(nil, of: []))
    }

    private func append(_ batch: [NewMessage], at time: Timestamp) -> [Result<Appended, ChatError>] {
        let rules = AppendRules(at: time, updateKeys: bounds.updateKeys)
        var facts = AppendFacts()
        facts.senders = Set(accounts.map(\.id))
        var needs = AppendNeeds(batch)
        while true {
            look(needs, batch, &facts)
            switch rules.decide(batch, facts) {
            case .lacking(let more): needs = more
            case .decided(let appending):
                let ids = appending.entries.map(\.message.id)
                let known = Set(logs.values.flatMap { $0.stored.map(\.message.id) })
                if facts.stored == nil, Set(ids).count < ids.count || ids.contains(where: known.contains) {
                    needs = AppendNeeds()
                    needs.asksStored = true
                    continue
                }
                for entry in appending.entries { keep(entry) }
                return appending.outcomes
            }
        }
    }

    private func look(_ needs: AppendNeeds, _ batch: [NewMessage], _ facts: inout AppendFacts) {
        for id in needs.conversations {
            guard let log = logs[id] else { continue }
            let last = log.entries.last
            facts.heads[id] = AppendFacts.Head(
                seq: last?.message.seq ?? 0, time: last?.message.time ?? Timestamp(milliseconds: .min),
                chain: last?.chain ?? MessageChain.start, rights: log.rights)
        }
        for place in needs.places.keys { facts.places[place] = .some(entry(place)) }
        for (owner, keys) in needs.keys {
            let own = logs[owner.conversation]?.keys[owner.account] ?? [:]
            var seqs = facts.keys[owner]?.seqs ?? [:]
            for key in keys.keys {
                seqs[key] = .some(own[key])
                guard let seq = own[key] else { continue }
                let place = AppendNeeds.Place(owner.conversation, seq)
                facts.places[place] = .some(entry(place))
            }
            let oldest = own.sorted { $0.value < $1.value }.map(\.key)
            facts.keys[owner] = AppendFacts.Keys(seqs: seqs, count: own.count, oldest: oldest)
        }
        for account in accounts { facts.accounts[account.user.name] = account.id }
        for id in needs.audiences {
            guard let log = logs[id] else { continue }
            facts.audiences[id] =
                log.kind == .lobby ? accounts.map(\.id) : log.members.keys.sorted { $0.rawValue < $1.rawValue }
        }
        for place in needs.standings { facts.standings[place] = .some(access(place.account, to: place.conversation)) }
        guard needs.asksStored else { return }
        let all = logs.values.flatMap(\.stored)
        facts.stored = [:]
        for new in batch { facts.stored?[new.id] = all.first { $0.message.id == new.id } }
    }

    private func entry(_ place: AppendNeeds.Place) -> AppendFacts.Entry? {
        guard let log = logs[place.conversation], log.entries.indices.contains(Int(place.seq) - 1) else { return nil }
        let (entry, stored) = (log.entries[Int(place.seq) - 1], log.stored[Int(place.seq) - 1])
        let root = entry.message.changes.flatMap { self.entry(AppendNeeds.Place(place.conversation, $0))?.root }
        return AppendFacts.Entry(
            sender: entry.sender, isOwn: entry.message.entry == .text, isDeleted: stored.message.isDeleted,
            deadline: entry.message.question?.deadline, root: root ?? entry.thread ?? place.seq,
            changes: log.entries.count { $0.message.changes == place.seq }, counted: .max)
    }

    private func keep(_ entry: Appending.Entry) {
        guard var log = logs[entry.conversation] else { return }
        log.entries.append(entry)
        log.stored.append(
            StoredMessage(
                entry.message, from: entry.sender, in: entry.conversation, updateKey: entry.beside.updateKey))
        for effect in entry.effects {
            switch effect {
            case .mention(let users, let seq): log.mentions[seq, default: []].formUnion(users)
            case .forgetMentions(let seq): log.mentions[seq] = nil
            case .remember(let key, let seq): log.keys[entry.sender, default: [:]][key] = seq
            case .forget(let key): log.keys[entry.sender]?[key] = nil
            case .erase(let seq):
                for index in log.stored.indices {
                    let message = log.stored[index].message
                    guard message.seq == seq || message.entry == .edit(of: seq) else { continue }
                    log.stored[index].erase()
                }
                log.mentions[seq] = nil
            case .bring, .topic: break
            }
        }
        logs[entry.conversation] = log
    }
}
