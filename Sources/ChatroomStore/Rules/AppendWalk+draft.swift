internal import ChatroomCore

/// What a message is before it has its place: which earlier one it changes or answers, whom it mentions.
extension AppendWalk {
    struct Draft {
        var entry = Message.Entry.text
        var question: Question?
        var thread: Message.Seq?
        var isLate = false
        var file: Attachment?
        /// Whom the message mentions once this is applied.
        var mentions: [Account.ID] = []
        /// Whom it addresses without naming them.
        var summons: Mentions.Summons?
        /// What the chain holds beside the message.
        var beside = MessageChain.Beside()
    }

    /// The most users whom one message addresses without naming them.
    private static let mostSummoned = 1_000

    mutating func draft(of new: NewMessage, mayModerate: Bool, at time: Timestamp) throws(Halt) -> Draft {
        var draft = Draft()
        if let replyTo = new.replyTo {
            guard let place = try place(replyTo, of: new) else {
                throw .refused(ChatError(.notFound, "there is no message \(replyTo) to reply to"))
            }
            draft.thread = place.root
            draft.isLate = place.deadline.map { time > $0 } ?? false
        }
        if let file = new.file { draft.file = try attachment(file, of: new) }
        switch new.act {
        case .post: break
        case .edit(let seq):
            let place = try checkChange(of: seq, by: new, mayModerate: false)
            guard place.changes < new.mostEdits else {
                throw .refused(
                    ChatError(
                        .notAllowed, "message \(seq) was edited \(new.mostEdits) times, and that is the limit",
                        hint: "Send another message; the server's limit is 'edits-per-message'."))
            }
            draft.entry = .edit(of: seq)
        case .delete(let seq):
            guard new.body.isEmpty else { throw .refused(ChatError(.invalid, "a deletion has no text")) }
            _ = try checkChange(of: seq, by: new, mayModerate: mayModerate)
            draft.entry = .deletion(of: seq)
        case .update(let key):
            if let seq = try updated(by: Array(key.utf8), new) { draft.entry = .edit(of: seq) }
            draft.beside.updateKey = key
        case .ask(let choices, let within):
            do throws(ChatError) {
                draft.question = try Question(choices: choices, deadline: within.map { time.advanced(by: $0) })
            } catch {
                throw .refused(error)
            }
        case .topic: draft.entry = .topic
        }
        mention(new, mayModerate: mayModerate, &draft)
        return draft
    }

    /// What is known of an entry of the message's conversation; `nil` when there is none.
    private mutating func place(
        _ seq: Message.Seq, of new: NewMessage, counting changes: Int = 0
    ) throws(Halt) -> AppendFacts.Entry? {
        let place = AppendNeeds.Place(new.conversation, seq)
        guard let known = facts.places[place], known?.counted ?? .max >= changes else {
            lacking.need(place, counting: changes)
            throw .lacking
        }
        return known
    }

    private mutating func checkChange(
        of seq: Message.Seq, by new: NewMessage, mayModerate: Bool
    ) throws(Halt) -> AppendFacts.Entry {
        let isEdit = if case .edit = new.act { true } else { false }
        guard let place = try place(seq, of: new, counting: isEdit ? new.mostEdits : 0) else {
            throw .refused(ChatError(.notFound, "there is no message \(seq) to change"))
        }
        guard place.isOwn else { throw .refused(ChatError(.invalid, "\(seq) is no message of its own")) }
        guard !place.isDeleted else { throw .refused(ChatError(.notFound, "message \(seq) was deleted")) }
        guard place.sender == new.sender.id || mayModerate else {
            throw .refused(ChatError(.notAllowed, "message \(seq) is not yours"))
        }
        return place
    }

    /// The message that an update with a key replaces, unless it was deleted or edited too often.
    private mutating func updated(by key: AppendNeeds.Key, _ new: NewMessage) throws(Halt) -> Message.Seq? {
        let owner = AppendNeeds.Membership(new.conversation, new.sender.id)
        guard let known = facts.keys[owner]?.seqs[key] else {
            lacking.keys[owner, default: [:]][key] = new.mostEdits
            throw .lacking
        }
        guard let seq = known, let place = try place(seq, of: new, counting: new.mostEdits), !place.isDeleted,
            place.changes < new.mostEdits
        else { return nil }
        return seq
    }

    /// A file that the sender has sent whole to the same conversation, and that no message brings yet.
    private func attachment(_ id: FileID, of new: NewMessage) throws(Halt) -> Attachment {
        guard let file = facts.files[id], file.owner == new.sender.id, file.conversation == new.conversation else {
            throw .refused(ChatError(.notFound, "there is no file \(id) to send here"))
        }
        return file.attachment
    }

    /// Finds out whom a text mentions; the text of an edit takes the place of the one before.
    private func mention(_ new: NewMessage, mayModerate: Bool, _ draft: inout Draft) {
        draft.mentions = new.names.compactMap { facts.accounts[$0] }
        if mayModerate, let summons = new.summons {
            let all = facts.audiences[new.conversation] ?? []
            let meant = (summons == .all ? all : all.filter(new.present.contains)).prefix(Self.mostSummoned)
            let others = meant.filter { $0 != new.sender.id }
            if !others.isEmpty, draft.entry == .text { draft.summons = summons }
            draft.mentions += others
        }
        if !draft.mentions.isEmpty { draft.beside.mention(Set(draft.mentions.map(\.rawValue))) }
    }
}
