public import ChatroomCore
internal import FoundationEssentials

extension OutgoingMessage: Call {
    /// The verb.
    public var verb: String { "send" }
    /// One of all requests.
    public var request: Request { .send(self) }

    /// Writes the answer.
    public static func content(of answer: Receipt) -> ReplyContent { ReplyContent(.sent(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Receipt {
        guard case .sent(let wire) = content.wire else { throw .unfitting }
        return try Receipt(wire)
    }
}

extension OutgoingMessage {
    init(_ wire: PBSend) throws(ChatError) {
        guard let id = MessageID(bytes: wire.id) else {
            throw ChatError(.invalid, "a message id has 16 bytes")
        }
        let act = try Act(wire.act)
        let file = wire.file == 0 ? nil : try FileID(wire: wire.file)
        guard file == nil || act == .post else { throw ChatError(.invalid, "only a message like others brings a file") }
        if case .delete = act, !wire.body.isEmpty { throw ChatError(.invalid, "a deletion has no text") }
        self.init(
            id: id, target: try Target(wire.target), body: wire.body,
            replyTo: try Message.replySeq(wire.replyTo), act: act, file: file)
    }

    var wire: PBSend {
        var wire = PBSend()
        wire.id = Data(id.bytes)
        wire.target = target.description
        wire.body = body
        wire.replyTo = replyTo ?? 0
        wire.act = act.wire
        wire.file = file?.rawValue ?? 0
        return wire
    }
}

extension OutgoingMessage.Act {
    init(_ wire: PBSend.OneOf_Act?) throws(ChatError) {
        switch wire {
        case .edit(let seq): self = .edit(try Message.changedSeq(seq))
        case .delete(let seq): self = .delete(try Message.changedSeq(seq))
        case .update(let key):
            guard (1...OutgoingMessage.keyLimit).contains(key.utf8.count), !key.utf8.contains(0) else {
                throw ChatError(
                    .invalid, "the key of an update has 1 to \(OutgoingMessage.keyLimit) bytes, none of them NUL")
            }
            self = .update(key: key)
        case .question(let wire):
            let question = try Question(wire)
            guard (0...OutgoingMessage.longestWait.wholeMilliseconds).contains(wire.within) else {
                throw ChatError(.invalid, "answers are waited for up to ten years")
            }
            self = .ask(
                choices: question.choices, within: wire.within > 0 ? .milliseconds(wire.within) : nil)
        case .topic: self = .topic
        case nil: self = .post
        }
    }

    var wire: PBSend.OneOf_Act? {
        switch self {
        case .post: return nil
        case .edit(let seq): return .edit(seq)
        case .delete(let seq): return .delete(seq)
        case .update(let key): return .update(key)
        case .ask(let choices, let within):
            var wire = PBQuestion()
            wire.choices = choices
            wire.within = within?.wholeMilliseconds ?? 0
            return .question(wire)
        case .topic: return .topic(true)
        }
    }
}

extension Receipt {
    init(_ wire: PBSent) throws(ChatError) {
        self.init(
            conversation: Conversation.ID(rawValue: wire.conversation), seq: try Message.toldSeq(wire.seq),
            time: Timestamp(milliseconds: wire.time), isDuplicate: wire.duplicate,
            isRecipientOffline: wire.recipientOffline)
    }

    var wire: PBSent {
        var wire = PBSent()
        wire.conversation = conversation.rawValue
        wire.seq = seq
        wire.time = time.milliseconds
        wire.duplicate = isDuplicate
        wire.recipientOffline = isRecipientOffline
        return wire
    }
}
