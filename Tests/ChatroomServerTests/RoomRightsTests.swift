import ChatroomClient
import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// Who may do what: the table as it is meant, and each of its cells by the requests that need the right.
@Suite(.timeLimit(.minutes(2)))
struct RoomRightsTests {
    @Test func theTableIsTheOneThatIsMeant() {
        // Outsider, invited, banned, member, moderator, owner, each time.
        let meant = """
            describe  ++-+++ ...+++ ---+++ ...-..
            read      ++-+++ ...+++ ---+++ ...+..
            write     ++-+++ ...+++ ---+++ ...+..
            join      ++-+++ .+.+++ ---+++ ...-..
            leave     ++-+++ .+.+++ ------ ...-..
            invite    ---+++ ...-++ ------ ...-..
            kick      ----++ ...-++ ------ ...-..
            ban       ----++ ...-++ ------ ...-..
            unban     ----++ ...-++ ------ ...-..
            topic     ----++ ...-++ ----++ ...-..
            moderate  ----++ ...-++ ----++ ...-..
            configure -----+ ...--+ -----+ ...-..
            promote   -----+ ...--+ ------ ...-..
            remove    -----+ ...--+ ------ ...-..
            """
        let kinds: [(Access.Kind, isPrivate: Bool)] = [(.room, false), (.room, true), (.lobby, false), (.direct, true)]
        let lines = RoomVerb.allCases.map { verb in
            let columns = kinds.map { kind, isPrivate in
                String(
                    Self.standings.map { standing in
                        RoomRights.verdict(verb, as: standing, kind: kind, isPrivate: isPrivate).rawValue
                    })
            }
            let name = verb.rawValue + String(repeating: " ", count: 9 - verb.rawValue.count)
            return "\(name) \(columns.joined(separator: " "))"
        }
        #expect(lines.joined(separator: "\n") == meant)
    }

    @Test(arguments: RoomVerb.allCases)
    func everyRoomAnswersAsTheTableSays(verb: RoomVerb) async throws {
        try await RoomScene.with { scene in
            for isPrivate in [false, true] {
                for standing in Self.standings {
                    let verdict = RoomRights.verdict(verb, as: standing, kind: .room, isPrivate: isPrivate)
                    let room = try await scene.room(isPrivate: isPrivate, where: standing)
                    let what = "\(verb) as \(standing) of a \(isPrivate ? "private" : "public") room"
                    try await check(verdict, of: scene.crowd.probe, verb, in: room, not: scene.name(), what)
                }
            }
        }
    }

    @Test(arguments: RoomVerb.allCases)
    func anAdministratorOwnsPublicRoomsAndKnowsOfNoPrivateOne(verb: RoomVerb) async throws {
        try await RoomScene.with { scene in
            for isPrivate in [false, true] {
                let room = try await scene.room(isPrivate: isPrivate, where: .member)
                try await check(
                    isPrivate ? .hidden : .granted, of: scene.crowd.root, verb, in: room, not: scene.name(), "\(verb)")
            }
        }
    }

    @Test func theLobbyAnswersMembersAndAdministratorsAsTheTableSays() async throws {
        try await RoomScene.with { scene in
            try await scene.crowd.host.say("quince", in: "lobby")
            for verb in RoomVerb.allCases {
                let people = [(scene.crowd.probe, Standing.member), (scene.crowd.root, .owner)]
                for (person, standing) in people {
                    let verdict = RoomRights.verdict(verb, as: standing, kind: .lobby, isPrivate: false)
                    try await check(
                        verdict, of: person, verb, in: "lobby", not: scene.name(), "\(verb) as \(standing)")
                }
            }
            // It stays the room of all.
            try await expect(.invalid) { try await scene.crowd.root.configure("lobby") { $0.isPrivate = true } }
            try await expect(.exists) { try await scene.crowd.root.make("lobby") }
        }
    }

    private static let standings: [Standing] = [.outsider, .invited, .banned, .member, .moderator, .owner]

    /// Expects an answer to all that a right is needed for, and none that tells what is hidden from what is not there.
    private func check(
        _ verdict: RoomRights.Verdict, of person: ChatConnection, _ verb: RoomVerb, in room: String,
        not absent: String, _ what: String
    ) async throws {
        let same = try RoomScene.requests(verb, in: absent)
        for (request, alike) in zip(try RoomScene.requests(verb, in: room), same) {
            let error = await answer(to: request, of: person)
            switch verdict {
            case .granted: #expect(error == nil, "\(request.verb): \(what)")
            case .refused: #expect(error?.code == .notAllowed, "\(request.verb): \(what)")
            case .hidden:
                let error = try #require(error, "\(request.verb): \(what)")
                #expect(error.code == .notFound, "\(request.verb): \(what)")
                let renamed = ChatError(
                    error.code, error.message.replacing(room, with: absent),
                    hint: error.hint?.replacing(room, with: absent), retryAfter: error.retryAfter)
                #expect(await answer(to: alike, of: person) == renamed, "\(request.verb): \(what)")
            }
        }
    }

    private func answer(to request: Request, of person: ChatConnection) async -> ChatError? {
        do {
            _ = try await person.ask(request)
            return nil
        } catch {
            return error
        }
    }
}
