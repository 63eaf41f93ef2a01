public import ChatroomCore

/// Decides about messages that are to be appended: who may edit and delete what, what is late, whom a message mentions,
/// where it goes in its log.
///
/// Pure, so that every engine decides alike: it reads what ``AppendNeeds`` asks for and writes what ``Appending`` says.
/// Nothing is refused before it is known that its id is not stored, for the first answer to a message may have been
/// lost, and whoever sends it again gets that answer whatever has changed since.
public struct AppendRules: Sendable {
    private let time: Timestamp
    private let updateKeys: Int

    /// Takes what is the same for all messages.
    ///
    /// - Parameters:
    ///   - time: The wall clock; a message's time is this or its predecessor's, whichever is later.
    ///   - updateKeys: How many update keys an account has in a conversation.
    public init(at time: Timestamp, updateKeys: Int) {
        self.time = time
        self.updateKeys = updateKeys
    }

    /// Decides about a batch; each message sees those before it.
    ///
    /// - Parameters:
    ///   - batch: The messages, in order.
    ///   - facts: What is known.
    /// - Returns: What becomes of all of them, or what must be known for that.
    public func decide(_ batch: [NewMessage], _ facts: AppendFacts) -> Decision {
        var walk = AppendWalk(at: time, updateKeys: updateKeys, facts)
        for new in batch { walk.take(new) }
        return walk.lacking.isEmpty ? .decided(walk.appending) : .lacking(walk.lacking)
    }
}

/// The way through a batch, over a copy of the facts that changes with each message.
struct AppendWalk {
    /// Why a message gets no place.
    enum Halt: Error {
        case refused(ChatError)
        case lacking
    }

    let time: Timestamp
    let updateKeys: Int
    var facts: AppendFacts
    var appending = Appending()
    var lacking = AppendNeeds()

    init(at time: Timestamp, updateKeys: Int, _ facts: AppendFacts) {
        self.time = time
        self.updateKeys = updateKeys
        self.facts = facts
    }

    /// Gives a message its place, or the answer that it gets instead.
    mutating func take(_ new: NewMessage) {
        if let stored = facts.stored?[new.id] {
            appending.outcomes.append(stored.answer(to: new))
            return
        }
        do throws(Halt) {
            let entry = try entry(of: new)
            note(entry, of: new)
            appending.outcomes.append(.success(Appended(message: entry.message, isDuplicate: false)))
        } catch {
            switch error {
            case .refused(let refusal):
                if facts.stored == nil { lacking.asksStored = true }
                appending.outcomes.append(.failure(refusal))
            case .lacking:
                // Thrown away with all others, once it is known what is lacking.
                appending.outcomes.append(.failure(.missingReference))
            }
        }
    }

    private mutating func entry(of new: NewMessage) throws(Halt) -> Appending.Entry {
        let mayModerate = try admit(new)
        guard let head = facts.heads[new.conversation], facts.senders?.contains(new.sender.id) ?? true else {
            throw .refused(.missingReference)
        }
        // To go on would give a seq a second time, and hide that entries are missing.
        guard head.isWhole else { throw .refused(.damagedLog) }
        let time = max(time, head.time)
        let draft = try draft(of: new, mayModerate: mayModerate, at: time)
        var message = Message(
            seq: head.seq + 1, id: new.id, sender: new.sender.user.name, kind: new.sender.user.kind, time: time,
            body: new.body, replyTo: new.replyTo, entry: draft.entry, question: draft.question, file: draft.file)
        message.isLate = draft.isLate
        message.summons = draft.summons
        let link = MessageChain.link(
            after: head.chain, of: message, in: new.conversation, bodyDigest: MessageChain.digest(of: message))
        return Appending.Entry(
            conversation: new.conversation, sender: new.sender.id, message: message,
            chain: MessageChain.seal(link, with: draft.beside), thread: draft.thread, beside: draft.beside,
            effects: effects(of: message, new, draft))
    }

    /// Looks at the sender's rights again if they may have changed since they were looked at.
    ///
    /// - Returns: Whether the sender may delete what others sent.
    private mutating func admit(_ new: NewMessage) throws(Halt) -> Bool {
        guard let rights = new.rights, rights != facts.heads[new.conversation]?.rights else { return new.mayModerate }
        let membership = AppendNeeds.Membership(new.conversation, new.sender.id)
        guard let known = facts.standings[membership] else {
            lacking.standings.insert(membership)
            throw .lacking
        }
        do throws(ChatError) {
            guard let access = known else { throw RoomRights.unknown(nil) }
            let verb: RoomVerb = new.act == .topic ? .topic : .write
            try RoomRights.check(verb, access, new.sender.user, target: nil)
            return new.mayModerate && RoomRights.verdict(.moderate, access, new.sender.user) == .granted
        } catch {
            throw .refused(error)
        }
    }

    private func effects(of message: Message, _ new: NewMessage, _ draft: Draft) -> [Appending.Effect] {
        var effects: [Appending.Effect] = []
        if case .edit(let seq) = message.entry { effects.append(.forgetMentions(by: seq)) }
        if !draft.mentions.isEmpty { effects.append(.mention(draft.mentions, by: message.changes ?? message.seq)) }
        switch message.entry {
        case .text:
            if case .update(let key) = new.act {
                let key = Array(key.utf8)
                effects.append(.remember(key, message.seq))
                let owner = AppendNeeds.Membership(new.conversation, new.sender.id)
                if let oldest = facts.keys[owner]?.tooMany(with: key, atMost: updateKeys) {
                    effects.append(.forget(oldest))
                }
            }
            if let file = message.file { effects.append(.bring(file.id)) }
        case .edit: break
        case .deletion(let seq): effects.append(.erase(seq))
        case .topic: effects.append(.topic(message.body))
        }
        return effects
    }

    /// Makes the facts those after an entry.
    private mutating func note(_ entry: Appending.Entry, of new: NewMessage) {
        let message = entry.message
        appending.ends[entry.conversation] = appending.entries.count
        appending.entries.append(entry)
        facts.heads[entry.conversation]?.seq = message.seq
        facts.heads[entry.conversation]?.time = message.time
        facts.heads[entry.conversation]?.chain = entry.chain
        if !facts.places.isEmpty { notePlace(entry) }
        if facts.stored != nil {
            facts.stored?[message.id] = StoredMessage(
                message, from: entry.sender, in: entry.conversation, updateKey: entry.beside.updateKey)
        }
        for effect in entry.effects {
            let owner = AppendNeeds.Membership(entry.conversation, entry.sender)
            switch effect {
            case .remember(let key, let seq): facts.keys[owner]?.remember(key, seq)
            case .forget(let key): facts.keys[owner]?.forget(key)
            case .bring(let file): facts.files[file] = nil
            case .erase(let seq): eraseStored(seq, of: entry.conversation)
            case .mention, .forgetMentions, .topic: break
            }
        }
    }

    private mutating func notePlace(_ entry: Appending.Entry) {
        let message = entry.message
        let own = AppendNeeds.Place(entry.conversation, message.seq)
        var root = entry.thread ?? message.seq
        if let changes = message.changes {
            let changed = AppendNeeds.Place(entry.conversation, changes)
            if var target = facts.places[changed] ?? nil {
                root = target.root
                target.changes += 1
                if case .deletion = message.entry { target.isDeleted = true }
                facts.places[changed] = .some(target)
            }
        }
        // Of others nobody has asked; who does makes the engine look.
        guard facts.places.keys.contains(own) else { return }
        facts.places[own] = AppendFacts.Entry(
            sender: entry.sender, isOwn: message.entry == .text, isDeleted: false,
            deadline: message.question?.deadline, root: root, changes: 0, counted: .max)
    }

    private mutating func eraseStored(_ seq: Message.Seq, of conversation: Conversation.ID) {
        guard let stored = facts.stored else { return }
        for (id, message) in stored where message.conversation == conversation {
            guard message.message.seq == seq || message.message.entry == .edit(of: seq) else { continue }
            facts.stored?[id]?.erase()
        }
    }
}

extension AppendFacts.Keys {
    /// The key that must be forgotten when another is remembered; `nil` when there is room.
    func tooMany(with key: AppendNeeds.Key, atMost limit: Int) -> AppendNeeds.Key? {
        let isNew = (seqs[key] ?? nil) == nil
        guard count + (isNew ? 1 : 0) > limit else { return nil }
        return oldest.first { $0 != key } ?? key
    }

    mutating func remember(_ key: AppendNeeds.Key, _ seq: Message.Seq) {
        if (seqs[key] ?? nil) == nil { count += 1 }
        oldest.removeAll { $0 == key }
        oldest.append(key)
        seqs[key] = .some(seq)
    }

    mutating func forget(_ key: AppendNeeds.Key) {
        count -= 1
        oldest.removeAll { $0 == key }
        if seqs.keys.contains(key) { seqs[key] = .some(nil) }
    }
}
