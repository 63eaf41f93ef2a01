internal import ChatroomCore

extension PresentUser {
    init(_ wire: PBPresent.User) throws(ChatError) {
        self.init(
            name: try UserName(wire.name), kind: try User.Kind(wire.kind), sessions: Int(wire.sessions),
            since: Timestamp(milliseconds: wire.since), idle: .milliseconds(wire.idle),
            away: wire.away.isEmpty ? nil : wire.away)
    }

    var wire: PBPresent.User {
        var wire = PBPresent.User()
        wire.name = name.text
        wire.kind = kind.wire
        wire.sessions = UInt32(clamping: sessions)
        wire.since = since.milliseconds
        wire.idle = idle.wholeMilliseconds
        wire.away = away ?? ""
        return wire
    }
}

extension [PresentUser] {
    init(_ wire: [PBPresent.User]) throws(ChatError) {
        self = []
        for user in wire { append(try PresentUser(user)) }
    }
}
