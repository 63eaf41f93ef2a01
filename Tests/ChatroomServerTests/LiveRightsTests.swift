import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// A change of rights is felt at once by whoever is following, sending or reading.
@Suite(.timeLimit(.minutes(1)))
struct LiveRightsTests {
    /// What may take the right to read away.
    enum Loss: CaseIterable {
        case kicked, kickedFromPrivate, banned, bannedFromPrivate, bannedOutsider, leftPrivate, madePrivate, removed

        var isPrivate: Bool { [.kickedFromPrivate, .bannedFromPrivate, .leftPrivate].contains(self) }
        var isMember: Bool { self != .bannedOutsider && self != .madePrivate }
    }

    @Test(arguments: Loss.allCases)
    func itEndsWhatIsFollowed(loss: Loss) async throws {
        try await Self.with(loss) { server, crowd in
            try await Listener.with(server, crowd.credential("bob")) { bob in
                let room = try await bob.follow("ops")
                try await bob.follow("lobby")
                var event: Event?
                let time = try await Deadline.pace {
                    try await Self.take(loss, crowd)
                    event = try await bob.next()
                }
                #expect(time < .seconds(1))
                guard case .ended(room, let reason)? = event else {
                    Issue.record("\(String(describing: event))")
                    return
                }
                #expect([.notAllowed, .notFound].contains(reason.code))
                if loss != .removed { try await crowd.host.say("not for bob", in: "ops") }
                try await crowd.host.say("fence", in: "lobby")
                let later = try await bob.events(untilPosted: "fence")
                #expect(later.isEmpty)
            }
        }
    }

    @Test(arguments: Loss.allCases)
    func itEndsWhatWasLookedUpBefore(loss: Loss) async throws {
        try await Self.with(loss) { _, crowd in
            try await crowd.bob.say("while I may", in: "ops")
            try await Self.take(loss, crowd)
            let expected: ChatError.Code? =
                switch loss {
                // A public room is for everyone who is not banned.
                case .kicked: nil
                case .banned, .bannedOutsider: .notAllowed
                case .kickedFromPrivate, .bannedFromPrivate, .leftPrivate, .madePrivate, .removed: .notFound
                }
            #expect(await code { try await crowd.bob.say("and again", in: "ops") } == expected)
            #expect(await code { _ = try await crowd.bob.read("ops") } == expected)
            let summary = try await crowd.bob.summary("ops")
            #expect((summary == nil) == (expected != nil))
            guard loss != .removed else { return }
            let bodies = try await crowd.host.read("ops").map(\.body)
            #expect(bodies == (expected == nil ? ["while I may", "and again"] : ["while I may"]))
        }
    }

    @Test func whoIsBannedWhileAFollowIsTakenFollowsNothing() async throws {
        try await FaultyStore.with { server, store in
            try await Crowd.with(server, "host", "bob") { crowd in
                try await crowd.host.make("ops")
                try await Listener.with(server, crowd.credential("bob")) { bob in
                    // Rights were looked at by then, and nothing is followed yet that the ban could end.
                    store.plan.withLock { plan in
                        plan.beforeFloor = { try? await crowd.host.change("ops", .ban, "bob") }
                    }
                    let room = try await bob.follow("ops")
                    guard case .ended(room, let reason)? = try await bob.next() else {
                        Issue.record("the follow did not end")
                        return
                    }
                    #expect(reason.code == .notAllowed)
                    try await crowd.host.say("not for bob", in: "ops")
                    try await bob.follow("lobby")
                    try await crowd.host.say("fence", in: "lobby")
                    #expect(try await bob.events(untilPosted: "fence").isEmpty)
                }
            }
        }
    }

    @Test func whoMayReadAllTheSameFollowsOn() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "bob", "carol") { crowd in
                try await crowd.host.make("ops")
                for member in [crowd.bob, crowd.carol] { try await member.change("ops", .join) }
                try await Listener.with(server, crowd.credential("bob")) { bob in
                    try await bob.follow("ops")
                    try await crowd.host.change("ops", .kick, "carol")
                    try await crowd.host.configure("ops") { $0.isPrivate = true }
                    try await crowd.host.configure("ops") { $0.isPrivate = false }
                    try await crowd.bob.change("ops", .leave)
                    try await crowd.host.change("ops", .ban, "carol")
                    try await crowd.host.say("still here", in: "ops")
                    let events = try await bob.events(untilPosted: "still here")
                    #expect(events.isEmpty)
                }
            }
        }
    }

    @Test func everyConnectionOfTheUserIsMeantAndNobodyElses() async throws {
        try await Self.with(.banned) { server, crowd in
            try await Listener.with(server, crowd.credential("bob")) { first in
                try await Listener.with(server, crowd.credential("bob")) { second in
                    try await Listener.with(server, crowd.credential("root")) { other in
                        let room = try await first.follow("ops")
                        try await second.follow("ops")
                        try await other.follow("ops")
                        try await Self.take(.banned, crowd)
                        for event in [try await first.next(), try await second.next()] {
                            guard case .ended(room, _)? = event else {
                                Issue.record("\(String(describing: event))")
                                continue
                            }
                        }
                        try await crowd.host.say("among us", in: "ops")
                        let events = try await other.events(untilPosted: "among us")
                        #expect(events.isEmpty)
                    }
                }
            }
        }
    }

    @Test func aRevokedTokenEndsTheConnectionThatFollows() async throws {
        try await Self.with(.kickedFromPrivate) { server, crowd in
            let credential = Login.Credential.password(name: "bob", password: InProcessServer.password, label: "other")
            try await Listener.with(server, credential) { bob in
                try await bob.follow("ops")
                let token = try #require(try await crowd.bob.tokens().first { $0.label == "other" })
                var event: Event?
                let time = try await Deadline.pace {
                    _ = try await crowd.bob.ask(.revokeToken(token.id))
                    event = try await bob.next()
                }
                guard case .goingAway(let reason)? = event else {
                    Issue.record("no farewell")
                    return
                }
                #expect(time < .seconds(1))
                #expect(reason.code == .notLoggedIn)
                try await crowd.host.say("not for bob", in: "ops")
                let later = try await bob.next()
                #expect(later == nil)
            }
        }
    }

    @Test func aRoomThatWasRemovedLeavesItsNameAndNothingElse() async throws {
        try await Self.with(.removed) { _, crowd in
            let old = try await crowd.host.say("long ago", in: "ops")
            try await Self.take(.removed, crowd)
            try await expect(.notFound) { try await crowd.host.read("ops") }
            let made = try await crowd.bob.make("ops")
            #expect(made != old.conversation)
            let messages = try await crowd.bob.read("ops")
            #expect(messages.isEmpty)
            let members = try await crowd.bob.room(.describeRoom(try RoomName("ops"))).members
            #expect(members.map(\.name.text) == ["bob"])
            let found = try await crowd.host.search(Search(terms: [SearchTerm(text: "ago")]))
            #expect(found.hits.isEmpty)
        }
    }

    /// Runs something with a room `ops` of `host`, with `bob` in it if that is what he is to lose.
    private static func with(_ loss: Loss, _ body: (InProcessServer, Crowd) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "bob") { crowd in
                try await crowd.host.make("ops", isPrivate: loss.isPrivate)
                if loss.isMember {
                    try await crowd.host.change("ops", .invite, "bob")
                    try await crowd.bob.change("ops", .join)
                }
                try await body(server, crowd)
            }
        }
    }

    private static func take(_ loss: Loss, _ crowd: Crowd) async throws {
        switch loss {
        case .kicked, .kickedFromPrivate: try await crowd.host.change("ops", .kick, "bob")
        case .banned, .bannedFromPrivate, .bannedOutsider: try await crowd.host.change("ops", .ban, "bob")
        case .leftPrivate: try await crowd.bob.change("ops", .leave)
        case .madePrivate: try await crowd.host.configure("ops") { $0.isPrivate = true }
        case .removed: _ = try await crowd.host.ask(.removeRoom(try RoomName("ops")))
        }
    }
}
