import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

@Suite(.timeLimit(.minutes(1)))
struct PresenceTests {
    @Test func comingGoingAndBeingAwayAreTold() async throws {
        try await Self.withWatcher { server, bob, zoe in
            try await server.client(bob, at: server.socket).withConnection { connection in
                let came = try await zoe.notices { $0.name.text == "bob" }
                #expect(came.last?.sessions == 1)
                #expect(came.last?.kind == .agent)
                #expect(came.last?.away == nil)
                for text in ["lunch", nil] {
                    _ = try await connection.ask(.setAway(text))
                    let told = try await zoe.notices { $0.name.text == "bob" }
                    #expect(told.last?.away == text)
                    #expect(told.last?.sessions == 1)
                }
            }
            let went = try await zoe.notices { $0.name.text == "bob" }
            #expect(went.count == 1)
            #expect(went.last?.sessions == 0)
            #expect(went.last?.kind == .agent)
        }
    }

    @Test func aSecondSessionIsNoNews() async throws {
        try await Self.withWatcher { server, bob, zoe in
            try await server.client(bob, at: server.socket).withConnection { first in
                _ = try await zoe.notices { $0.name.text == "bob" }
                try await server.client(bob, at: server.socket).withConnection { second in
                    let seen = try await second.who(.direct(Sample.name("bob")))
                    #expect(seen.map(\.sessions) == [2])
                    let came = try await zoe.notices(of: "bob", before: "one")
                    #expect(came.isEmpty)
                }
                try await eventually("one session") {
                    try await first.who(.direct(Sample.name("bob"))).first?.sessions == 1
                }
                let went = try await zoe.notices(of: "bob", before: "two")
                #expect(went.isEmpty)
            }
        }
    }

    @Test func whoDoesNotWatchIsToldNothing() async throws {
        try await Self.withWatcher { server, bob, zoe in
            try await zoe.watch { _ in }
            try await zoe.follow("lobby")
            try await server.client(bob, at: server.socket).withConnection { connection in
                _ = try await connection.ask(.setAway("lunch"))
                try await Listener.with(server, bob) { other in
                    try await other.watch { $0.presence = true }
                    _ = try await other.notices(of: "zoe", before: "mark")
                }
                try await connection.say("fence", in: "lobby")
                let events = try await zoe.events(untilPosted: "fence")
                #expect(events.isEmpty)
            }
        }
    }

    @Test func aVisitOfAMomentMakesNoNotice() async throws {
        let registry = ConnectionRegistry(limits: Limits())
        let watcher = try await ServerPeer(id: 1)
        func logIn(_ peer: ServerPeer, _ name: String, number: Int64) async throws {
            try await registry.admit(peer.handle, at: Sample.time)
            let identity = Identity(account: Sample.account(name, number: number), token: Token.ID(rawValue: number))
            await registry.logIn(peer.handle.id, as: identity, away: nil)
        }
        try await logIn(watcher, "zoe", number: 1)
        await registry.watch(1, Watch(presence: true))
        let visitors = [try await ServerPeer(id: 2), try await ServerPeer(id: 3)]
        try await logIn(visitors[0], "bob", number: 2)
        await registry.remove(2)
        // Logged in as another in between: nobody is told of that one.
        try await logIn(visitors[1], "carol", number: 3)
        await registry.logOut(3)
        await registry.logIn(
            3, as: Identity(account: Sample.account("dave", number: 4), token: Token.ID(rawValue: 4)), away: "busy")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await registry.tellPresence(clock: PlausibleClock(.system, after: nil)) }
            var told: [PresentUser] = []
            try await eventually("a notice") {
                for case .event(.presenceChanged(let users)) in try await watcher.written() { told += users }
                return !told.isEmpty
            }
            #expect(told.map(\.name.text) == ["dave", "zoe"])
            #expect(told.map(\.sessions) == [1, 1])
            #expect(told.first?.away == "busy")
            group.cancelAll()
        }
    }

    @Test func oneUserIsToldOfThereOrNot() async throws {
        try await Self.withWatcher { server, bob, zoe in
            let who = Request.who(Who(target: .direct(Sample.name("bob"))))
            guard case .present(let absent) = try await zoe.ask(who).get() else { return }
            let gone = try #require(absent.first)
            #expect(absent.count == 1)
            #expect(gone.sessions == 0 && gone.kind == .agent && gone.away == nil)
            #expect(gone.since.milliseconds > 0)
            try await server.client(bob, at: server.socket).withConnection { connection in
                _ = try await connection.ask(.setAway("gone fishing"))
                let there = try #require(try await connection.who(.direct(Sample.name("bob"))).first)
                #expect(there.sessions == 1 && there.away == "gone fishing")
            }
            // Why is kept, and is told again after the next login.
            try await eventually("bob gone") {
                guard case .present(let users) = try await zoe.ask(who).get() else { return false }
                return users.map(\.sessions) == [0] && users.map(\.away) == ["gone fishing"]
            }
            try await server.client(bob, at: server.socket).withConnection { connection in
                let back = try await connection.who(.direct(Sample.name("bob")))
                #expect(back.map(\.away) == ["gone fishing"])
            }
            let unknown = try await zoe.ask(.who(Who(target: .direct(Sample.name("bobb")))))
            #expect(unknown == .failure(ChatError(.notFound, "there is no user 'bobb'", hint: "Did you mean '@bob'?")))
            let long = String(repeating: "x", count: PresentUser.awayLimit + 1)
            #expect(try await zoe.ask(.setAway(long)).code == .tooLarge)
        }
    }

    @Test func aRoomTellsOfItsMembersOnly() async throws {
        try await InProcessServer.with { server in
            _ = try await server.register("absent")
            try await Crowd.with(server, "host", "mate", "stranger") { crowd in
                for isPrivate in [false, true] {
                    let room = isPrivate ? "closed" : "open"
                    try await crowd.host.make(room, isPrivate: isPrivate)
                    for name in ["mate", "absent"] { try await crowd.host.change(room, .invite, name) }
                    try await crowd.mate.change(room, .join)
                    let present = try await crowd.mate.who(try Target(room))
                    #expect(present.map(\.name.text) == ["host", "mate"])
                }
                let seen = try await crowd.stranger.who(try Target("open"))
                #expect(seen.map(\.name.text) == ["host", "mate"])
                let all = try await crowd.stranger.who(.lobby)
                #expect(all.map(\.name.text) == ["host", "mate", "root", "stranger"])
                let everyone = try await crowd.stranger.who()
                #expect(everyone.map(\.name) == all.map(\.name))
            }
        }
    }

    /// Runs something with `zoe`, who watches presence, and with `bob`, who is not there.
    private static func withWatcher(
        _ body: (InProcessServer, Login.Credential, inout Listener) async throws -> Void
    ) async throws {
        try await InProcessServer.with { server in
            let zoe = try await server.register("zoe")
            let bob = try await server.register("bob", kind: .agent)
            try await Listener.with(server, zoe) { listener in
                try await listener.watch { $0.presence = true }
                let present = Request.who(Who(target: .direct(Sample.name("bob"))))
                try await eventually("bob's end") {
                    guard case .present(let users) = try await listener.ask(present).get() else { return false }
                    return users.map(\.sessions) == [0]
                }
                // What came of the registration is told by then.
                _ = try await listener.notices(of: "bob", before: "ready")
                try await body(server, bob, &listener)
            }
        }
    }
}
