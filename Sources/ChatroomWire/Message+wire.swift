internal import ChatroomCore
internal import FoundationEssentials

extension Message {
    /// The largest seq that a server may name: one more, or one less, can still be counted.
    static let largestSeq: Seq = 1 << 62

    /// A seq, or 0 for none, as a server tells it.
    static func toldSeq(_ wire: Int64) throws(ChatError) -> Seq {
        guard (0...largestSeq).contains(wire) else { throw ChatError(.invalid, "\(wire) is no seq") }
        return wire
    }

    static func replySeq(_ wire: Int64) throws(ChatError) -> Seq? {
        guard wire >= 0 else { throw ChatError(.invalid, "a seq is not negative") }
        return wire == 0 ? nil : wire
    }

    static func changedSeq(_ wire: Int64) throws(ChatError) -> Seq {
        guard wire > 0 else { throw ChatError(.invalid, "the seq of a message is above 0") }
        return wire
    }

    init(_ wire: PBMessage) throws(ChatError) {
        guard let id = MessageID(bytes: wire.id) else { throw ChatError(.invalid, "a message id has 16 bytes") }
        let entry: Entry
        switch wire.entry {
        case .edit(let seq): entry = .edit(of: try Self.changedSeq(seq))
        case .deletion(let seq): entry = .deletion(of: try Self.changedSeq(seq))
        case .topic: entry = .topic
        case nil: entry = .text
        }
        self.init(
            seq: try Self.toldSeq(wire.seq), id: id, sender: try UserName(wire.sender), kind: try User.Kind(wire.kind),
            time: Timestamp(milliseconds: wire.time), body: wire.body, replyTo: try Message.replySeq(wire.replyTo),
            entry: entry, question: wire.hasQuestion && !wire.deleted ? try Question(wire.question) : nil,
            file: wire.hasFile && !wire.deleted ? try Attachment(wire.file) : nil)
        isLate = wire.late
        summons = Mentions.Summons(wire.summons)
        isDeleted = wire.deleted
        edited = wire.edited == 0 ? nil : Timestamp(milliseconds: wire.edited)
    }

    var wire: PBMessage {
        var wire = PBMessage()
        wire.seq = seq
        wire.id = Data(id.bytes)
        wire.sender = sender.text
        wire.kind = kind.wire
        wire.time = time.milliseconds
        wire.body = body
        wire.replyTo = replyTo ?? 0
        switch entry {
        case .text: break
        case .edit(let seq): wire.edit = seq
        case .deletion(let seq): wire.deletion = seq
        case .topic: wire.topic = true
        }
        // What may be answered and fetched goes with the text.
        if let question, !isDeleted { wire.question = question.wire }
        if let file, !isDeleted { wire.file = file.wire }
        if isLate { wire.late = true }
        if let summons, !isDeleted { wire.summons = summons.wire }
        if isDeleted { wire.deleted = true }
        if let edited { wire.edited = edited.milliseconds }
        return wire
    }
}

extension Mentions.Summons {
    /// Whom a later version may address is nobody here.
    init?(_ wire: PBSummons) {
        switch wire {
        case .everybody: self = .all
        case .present: self = .here
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }

    var wire: PBSummons {
        switch self {
        case .all: .everybody
        case .here: .present
        }
    }
}

extension Question {
    init(_ wire: PBQuestion) throws(ChatError) {
        try self.init(
            choices: wire.choices, deadline: wire.deadline == 0 ? nil : Timestamp(milliseconds: wire.deadline))
    }

    var wire: PBQuestion {
        var wire = PBQuestion()
        wire.choices = choices
        wire.deadline = deadline?.milliseconds ?? 0
        return wire
    }
}
