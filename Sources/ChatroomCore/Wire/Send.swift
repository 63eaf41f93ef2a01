internal import FoundationEssentials

extension OutgoingMessage {
    init(_ wire: PBSend) throws(ChatError) {
        guard let id = MessageID(bytes: wire.id) else {
            throw ChatError(.invalid, "a message id has 16 bytes")
        }
        self.init(
            id: id, target: try Target(wire.target), body: wire.body,
            replyTo: try Message.replySeq(wire.replyTo))
    }

    var wire: PBSend {
        var wire = PBSend()
        wire.id = Data(id.bytes)
        wire.target = target.description
        wire.body = body
        wire.replyTo = replyTo ?? 0
        return wire
    }
}

extension Message {
    static func replySeq(_ wire: Int64) throws(ChatError) -> Seq? {
        guard wire >= 0 else { throw ChatError(.invalid, "a seq is not negative") }
        return wire == 0 ? nil : wire
    }

    init(_ wire: PBMessage) throws(ChatError) {
        guard let id = MessageID(bytes: wire.id) else { throw ChatError(.invalid, "a message id has 16 bytes") }
        self.init(
            seq: wire.seq, id: id, sender: try UserName(wire.sender), kind: try User.Kind(wire.kind),
            time: Timestamp(milliseconds: wire.time), body: wire.body, replyTo: try Message.replySeq(wire.replyTo))
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
        return wire
    }
}

extension Receipt {
    init(_ wire: PBSent) {
        self.init(
            conversation: Conversation.ID(rawValue: wire.conversation), seq: wire.seq,
            time: Timestamp(milliseconds: wire.time), isDuplicate: wire.duplicate)
    }

    var wire: PBSent {
        var wire = PBSent()
        wire.conversation = conversation.rawValue
        wire.seq = seq
        wire.time = time.milliseconds
        wire.duplicate = isDuplicate
        return wire
    }
}
