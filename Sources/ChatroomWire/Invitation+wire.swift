internal import ChatroomCore

extension Invitation {
    init(_ wire: PBInvitation) throws(ChatError) {
        self.init(
            room: try RoomName(wire.room), inviter: wire.inviter.isEmpty ? nil : try UserName(wire.inviter))
    }

    var wire: PBInvitation {
        var wire = PBInvitation()
        wire.room = room.text
        wire.inviter = inviter?.text ?? ""
        return wire
    }
}
