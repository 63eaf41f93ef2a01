internal import ChatroomCore

extension Conversation.Summary {
    init(_ wire: PBSummary) throws(ChatError) {
        self.init(id: Conversation.ID(rawValue: wire.conversation), target: try Target(wire.target))
        topic = wire.topic
        isPrivate = wire.private
        role = Room.Role(wire.role)
        head = try Message.toldSeq(wire.head)
        time = wire.time == 0 ? nil : Timestamp(milliseconds: wire.time)
        read = try Message.toldSeq(wire.read)
        unread = Int(wire.unread)
        mentions = Int(wire.mentions)
        isRoleNew = wire.roleIsNew
    }

    var wire: PBSummary {
        var wire = PBSummary()
        wire.conversation = id.rawValue
        wire.target = target.description
        wire.topic = topic
        wire.private = isPrivate
        wire.role = role?.wire ?? .unspecified
        wire.head = head
        wire.time = time?.milliseconds ?? 0
        wire.read = read
        wire.unread = UInt32(clamping: unread)
        wire.mentions = UInt32(clamping: mentions)
        wire.roleIsNew = isRoleNew
        return wire
    }
}
