public import ChatroomCore

/// A request to be told who is there.
public struct Who: Sendable, Equatable {
    /// A room for those of its members who are there, a user for that one, there or not; `nil` for everyone.
    public let target: Target?

    /// Makes a request.
    public init(target: Target? = nil) { self.target = target }

    init(_ wire: PBWho) throws(ChatError) {
        self.init(target: wire.target.isEmpty ? nil : try Target(wire.target))
    }

    var wire: PBWho {
        var wire = PBWho()
        wire.target = target?.description ?? ""
        return wire
    }
}

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
