import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// What was asked for before a right was taken away is not carried out after that was acknowledged.
@Suite(.timeLimit(.minutes(1)))
struct RevokedQueueTests {
    @Test func requestsThatWereReadAreNotCarriedOutOnceTheLoginIsRevoked() async throws {
        try await FaultyStore.with { server, store in
            let gate = StoreGate()
            try await Self.withVictim(server) { owner, victim in
                store.plan.withLock { $0.pageGate = gate }
                try await victim.start(.history(HistoryQuery(target: .lobby)))
                try await victim.start(.send(OutgoingMessage("stolen")))
                try await victim.start(.createRoom(CreateRoom(room: try RoomName("stolen"))))
                try await victim.start(.setAway("stolen"))
                try await eventually("the first request") { gate.waiting == 1 }
                try await Self.revokeOther(owner)
                gate.open()
                _ = try await victim.farewell()
                try await Self.expectNothing(owner)
                let present = try await owner.who()
                #expect(present.allSatisfy { $0.away == nil })
            }
        }
    }

    @Test func messagesThatWaitAreNotStoredOnceTheLoginIsRevoked() async throws {
        try await FaultyStore.with { server, store in
            let gate = StoreGate()
            try await Self.withVictim(server) { owner, victim in
                store.plan.withLock { $0.appendGate = gate }
                let tokens = try await owner.tokens()
                async let first = owner.say("first", in: "lobby")
                try await eventually("the first batch") { gate.waiting == 1 }
                for _ in 0..<5 { try await victim.start(.send(OutgoingMessage("stolen"))) }
                let answer = try await victim.ask(.ping)
                #expect(answer == .success(.done))
                async let revoked = owner.ask(.revokeToken(tokens[0].id))
                let reason = try await victim.farewell()
                #expect(reason?.code == .notLoggedIn)
                gate.open()
                _ = try await (first, revoked)
                try await owner.say("last", in: "lobby")
                #expect(try await owner.read("lobby").map(\.body) == ["first", "last"])
            }
        }
    }

    @Test(arguments: [ChangeMember.Change.ban, .kick])
    func messagesThatWaitAreNotStoredOnceTheirSenderIsPutOut(change: ChangeMember.Change) async throws {
        try await FaultyStore.with { server, store in
            try await Crowd.with(server, "host", "bob") { crowd in
                try await crowd.host.make("ops", isPrivate: true)
                try await crowd.host.change("ops", .invite, "bob")
                try await crowd.bob.change("ops", .join)
                let known = OutgoingMessage("known", to: try Target("ops"))
                try await crowd.bob.send(known)
                try await RawPeer.with(server) { bob in
                    try await bob.logIn(crowd.credential("bob"))
                    let gate = StoreGate()
                    store.plan.withLock { $0.appendGate = gate }
                    async let first = crowd.host.say("first", in: "ops")
                    try await eventually("the first batch") { gate.waiting == 1 }
                    let late = try await bob.start(.send(OutgoingMessage("late", to: try Target("ops"))))
                    let again = try await bob.start(.send(known))
                    // Once this is answered, both wait in the queue.
                    #expect(try await bob.ask(.ping) == .success(.done))
                    _ = try await bob.ask(.follow(Follow(target: try Target("ops"), start: .tail))).get()
                    async let done: Void = crowd.host.change("ops", change, "bob")
                    guard case .event(.ended)? = try await bob.next() else {
                        Issue.record("nothing ended")
                        return gate.open()
                    }
                    gate.open()
                    _ = try await (first, done)
                    var replies: [UInt64: Result<Reply, ChatError>] = [:]
                    while replies.count < 2, let frame = try await bob.next() {
                        if case .reply(let id, let result) = frame { replies[id] = result.read }
                    }
                    #expect(replies[late]?.code == .notFound)
                    // What is stored is answered again.
                    guard case .success(.sent(let receipt))? = replies[again] else {
                        Issue.record("\(String(describing: replies[again]))")
                        return
                    }
                    #expect(receipt.isDuplicate)
                    #expect(try await crowd.host.read("ops").map(\.body) == ["known", "first"])
                }
            }
        }
    }

    /// Runs something with two sessions of one user.
    private static func withVictim(
        _ server: InProcessServer, _ body: (ChatConnection, inout RawPeer) async throws -> Void
    ) async throws {
        let stolen = try await server.register("alice")
        let password = Login.Credential.password(name: "alice", password: InProcessServer.password, label: "other")
        try await RawPeer.with(server) { victim in
            try await victim.logIn(stolen)
            try await server.client(at: server.socket).withConnection { owner in
                _ = try await owner.login(password)
                try await body(owner, &victim)
            }
        }
    }

    private static func revokeOther(_ owner: ChatConnection) async throws {
        let reply = try await owner.ask(.revokeToken(try await owner.tokens()[0].id))
        #expect(reply == .done)
    }

    private static func expectNothing(_ owner: ChatConnection) async throws {
        try await eventually("one session") { try await owner.who().first?.sessions == 1 }
        #expect(try await owner.read("lobby").isEmpty)
        #expect(try await owner.summary("stolen") == nil)
    }
}
