import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// Nothing that a server says tells somebody who may not know of a private room that there is one.
@Suite(.timeLimit(.minutes(1)))
struct PrivateRoomTests {
    /// The names and words of the private room.
    private static let secrets = ["vault", "osprey", "quagga"]

    /// Whoever may not know of it.
    enum Stranger: CaseIterable {
        case outsider, banned, kicked, left, invited, administrator
    }

    @Test(arguments: Stranger.allCases)
    func whatIsListedAndFoundSaysNothing(stranger: Stranger) async throws {
        try await Self.with(stranger) { _, person, name in
            var requests: [Request] = [.listConversations, .who(Who()), .who(Who(target: .lobby))]
            requests += ["quagga", "osprey", "vault", "mate"].map { word in
                .search(Search(terms: [SearchTerm(text: word, isPrefix: true)]))
            }
            requests.append(.search(Search(terms: [SearchTerm(text: "lobby")])))
            requests += [.history(HistoryQuery(target: .lobby)), .listMarkers(.direct(Sample.name("host")))]
            requests.append(.history(HistoryQuery(target: .direct(Sample.name("host")))))
            for request in requests {
                var answer = try await person.ask(request)
                if stranger == .invited, case .conversations(let summaries, let invitations) = answer {
                    // Who is invited knows of the room, and of nothing in it.
                    let own = Invitation(room: try RoomName("vault"), inviter: try UserName("host"))
                    #expect(invitations == [own])
                    answer = .conversations(summaries)
                }
                let reply = "\(answer)"
                for secret in Self.secrets { #expect(!reply.contains(secret), "\(request) for \(name)") }
            }
            let all = try await person.search(Search(terms: [SearchTerm(text: "quagga"), SearchTerm(text: "all")]))
            #expect(all == Found(hits: [], next: nil))
        }
    }

    @Test(arguments: Stranger.allCases)
    func noSuggestionNamesIt(stranger: Stranger) async throws {
        try await Self.with(stranger) { crowd, person, _ in
            let near = HistoryQuery(target: try Target("vaul"))
            let told = await Self.refusal(of: .history(near), for: person)
            #expect(told?.hint == "'chatroom room list' shows all.")
            let member = await Self.refusal(of: .history(near), for: crowd.host)
            #expect(member?.hint == "Did you mean 'vault'? 'chatroom room list' shows all.")
        }
    }

    /// A conversation's number is easily guessed.
    @Test(arguments: Stranger.allCases)
    func itsNumberIsAsGoodAsNone(stranger: Stranger) async throws {
        try await Self.with(stranger) { crowd, person, _ in
            let room = try #require(try await crowd.host.summary("vault")).id
            func requests(_ conversation: Conversation.ID) -> [Request] {
                [
                    .ack(Ack(conversation: conversation, cursor: .read, seq: 1)),
                    .ack(Ack(conversation: conversation, cursor: Sample.cursor, seq: 0)),
                    .settle(Settle(conversation: conversation, cursor: Sample.cursor, done: [1])),
                    .settle(Settle(conversation: conversation, cursor: Sample.cursor, done: [], failed: [99])),
                ]
            }
            let absent = requests(Conversation.ID(rawValue: 4711))
            for (request, alike) in zip(requests(room), absent) {
                let told = await Self.refusal(of: request, for: person)
                #expect(told?.code == .notFound)
                #expect(await Self.refusal(of: alike, for: person) == told)
            }
            let unfollowed = try await person.ask(.unfollow(room))
            #expect(unfollowed == .done)
        }
    }

    @Test(arguments: Stranger.allCases)
    func whatHappensThereIsToldToNoStranger(stranger: Stranger) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "mate", "probe") { crowd in
                try await Self.prepare(crowd, stranger)
                let name = stranger == .administrator ? "root" : "probe"
                try await Listener.with(server, crowd.credential(name)) { listener in
                    _ = try await listener.ask(.watch(Watch(conversations: true, presence: false, markers: true))).get()
                    try await listener.follow("lobby")
                    let host = crowd.host
                    let seq = try await host.say("@probe @root quagga once more", in: "vault").seq
                    try await host.say("osprey again", in: "vault", act: .topic)
                    _ = try await crowd.mate.ask(
                        .ack(
                            Ack(conversation: try #require(try await host.summary("vault")).id, cursor: .read, seq: seq)
                        ))
                    try await host.make("vault2", isPrivate: true)
                    try await host.change("vault2", .invite, "mate")
                    try await crowd.mate.change("vault2", .join)
                    _ = try await host.ask(.removeRoom(try RoomName("vault2")))
                    try await host.say("fence", in: "lobby")
                    let events = try await listener.events(untilPosted: "fence")
                    #expect(events.isEmpty)
                }
            }
        }
    }

    @Test func nobodyIsToldOfASettingThatStaysAsItIs() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "guest") { crowd in
                try await crowd.host.make("open")
                try await Listener.with(server, crowd.credential("guest")) { listener in
                    _ = try await listener.ask(.watch(Watch(conversations: true, presence: false, markers: false)))
                        .get()
                    try await listener.follow("lobby")
                    for _ in 0..<5 { try await crowd.host.configure("open") { $0.isPrivate = false } }
                    try await crowd.host.say("fence", in: "lobby")
                    let events = try await listener.events(untilPosted: "fence")
                    #expect(events.isEmpty)
                }
            }
        }
    }

    @Test func anInvitationFromBeforeDoesNotOpenARoomThatWasMadePrivate() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "mate", "guest") { crowd in
                try await crowd.host.make("open")
                try await crowd.mate.change("open", .join)
                try await crowd.mate.change("open", .invite, "guest")
                try await crowd.host.configure("open") { $0.isPrivate = true }
                #expect(await code { try await crowd.guest.change("open", .join) } == .notFound)
                try await crowd.host.change("open", .invite, "guest")
                // What is private already stays as it is.
                try await crowd.host.configure("open") { $0.isPrivate = true }
                try await crowd.guest.change("open", .join)
                try await crowd.guest.say("in", in: "open")
            }
        }
    }

    @Test func onlyModeratorsSeeWhoIsKeptOutAndWhoMayComeIn() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "mate", "exile", "guest") { crowd in
                try await crowd.host.make("open")
                try await crowd.mate.change("open", .join)
                try await crowd.host.change("open", .ban, "exile")
                try await crowd.host.change("open", .invite, "guest")
                let request = Request.describeRoom(try RoomName("open"))
                let seen = try await crowd.mate.room(request)
                #expect(seen.banned.isEmpty && seen.invited.isEmpty)
                try await crowd.host.change("open", .makeModerator, "mate")
                let room = try await crowd.mate.room(request)
                #expect(room.banned.map(\.text) == ["exile"])
                #expect(room.invited.map(\.text) == ["guest"])
                #expect(room.members.map(\.name.text) == ["host", "mate"])
            }
        }
    }

    private static func with(
        _ stranger: Stranger, _ body: (Crowd, ChatConnection, String) async throws -> Void
    ) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "mate", "probe") { crowd in
                try await prepare(crowd, stranger)
                try await body(crowd, stranger == .administrator ? crowd.root : crowd.probe, "\(stranger)")
            }
        }
    }

    private static func prepare(_ crowd: Crowd, _ stranger: Stranger) async throws {
        let host = crowd.host
        try await host.make("vault", isPrivate: true, topic: "osprey")
        try await host.change("vault", .invite, "mate")
        try await crowd.mate.change("vault", .join)
        if [.kicked, .left, .invited].contains(stranger) { try await host.change("vault", .invite, "probe") }
        if [.kicked, .left].contains(stranger) { try await crowd.probe.change("vault", .join) }
        try await host.say("@probe @root quagga for all", in: "vault")
        switch stranger {
        case .kicked: try await host.change("vault", .kick, "probe")
        case .left: try await crowd.probe.change("vault", .leave)
        case .banned: try await host.change("vault", .ban, "probe")
        case .outsider, .invited, .administrator: break
        }
    }

    private static func refusal(of request: Request, for person: ChatConnection) async -> ChatError? {
        do {
            _ = try await person.ask(request)
            return nil
        } catch {
            return error
        }
    }
}
