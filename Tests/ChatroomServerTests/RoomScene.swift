import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire

@testable import ChatroomServer

/// Rooms of `host`, with `mate` for a member and `exile` kept out, in which `probe` has one standing or another.
struct RoomScene {
    let crowd: Crowd
    /// Room names of which no two are alike, so that none is suggested for another.
    private var random = SeededRandom(seed: 7)

    /// Runs something with such a crowd.
    static func with(_ body: (inout RoomScene) async throws -> Void) async throws {
        try await InProcessServer.with {
            $0.isDurable = false
        } _: { server in
            try await Crowd.with(server, "host", "mate", "exile", "fresh", "probe") { crowd in
                var scene = RoomScene(crowd)
                try await body(&scene)
            }
        }
    }

    private init(_ crowd: Crowd) { self.crowd = crowd }

    /// A name that no room has.
    mutating func name() -> String {
        String((0..<16).map { _ in Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &random))) })
    }

    /// Makes a room that holds one message of its host.
    mutating func room(isPrivate: Bool, where standing: Standing) async throws -> String {
        let room = name()
        let host = crowd.host
        try await host.make(room, isPrivate: isPrivate, topic: "fruit")
        try await host.say("quince", in: room)
        try await host.change(room, .invite, "mate")
        try await crowd.mate.change(room, .join)
        try await host.change(room, .ban, "exile")
        switch standing {
        case .outsider: break
        case .banned: try await host.change(room, .ban, "probe")
        case .invited, .member, .moderator, .owner: try await host.change(room, .invite, "probe")
        }
        guard standing >= .member else { return room }
        try await crowd.probe.change(room, .join)
        if standing == .moderator { try await host.change(room, .makeModerator, "probe") }
        if standing == .owner { try await host.change(room, .makeOwner, "probe") }
        return room
    }

    /// The requests that a right is needed for.
    static func requests(_ verb: RoomVerb, in room: String) throws -> [Request] {
        let (name, target) = (try RoomName(room), try Target(room))
        func change(_ change: ChangeMember.Change, _ user: String? = nil) throws -> [Request] {
            [.changeMember(ChangeMember(room: name, change: change, user: try user.map { try UserName($0) }))]
        }
        switch verb {
        case .describe: return [.describeRoom(name), .who(Who(target: target))]
        case .read:
            var search = Search(terms: [SearchTerm(text: "quince")])
            search.target = target
            return [
                .history(HistoryQuery(target: target)), .follow(Follow(target: target, start: .tail)),
                .search(search), .claim(Claim(target: target, cursor: Sample.cursor, limit: 1)),
                .verify(Verify(target: target)),
            ]
        case .write: return [.send(OutgoingMessage("pear", to: target))]
        case .join: return try change(.join)
        case .leave: return try change(.leave)
        case .invite: return try change(.invite, "fresh")
        case .kick: return try change(.kick, "mate")
        case .ban: return try change(.ban, "mate")
        case .unban: return try change(.unban, "exile")
        case .topic: return [.send(OutgoingMessage("nuts", to: target, replyTo: nil, act: .topic))]
        case .moderate: return [.send(OutgoingMessage("", to: target, replyTo: nil, act: .delete(1)))]
        case .configure:
            var change = ConfigureRoom(room: name)
            change.slow = .seconds(1)
            return [.configureRoom(change)]
        case .promote: return try change(.makeModerator, "mate")
        case .remove: return [.removeRoom(name)]
        }
    }
}
