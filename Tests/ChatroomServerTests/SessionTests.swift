import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

struct SessionTests {
    enum State: String, CaseIterable {
        case connected
        case greeted
        case loggedIn
        case loggedOut
    }

    /// One of each call of the first version, in the order of the protocol.
    static let requests: [any Handled] = [
        Hello(client: "x"), Sample.registration, Login(.token(Sample.secret)), Logout(),
        ChangePassword(old: "a", new: "b"), ListTokens(), RevokeToken(token: Token.ID(rawValue: 1)),
        OutgoingMessage("x"), HistoryQuery(target: .lobby), Follow(target: .lobby, start: .tail),
        Unfollow(conversation: Conversation.ID(rawValue: 1)),
        Ack(conversation: Conversation.ID(rawValue: 1), cursor: Sample.cursor, seq: 1), Who(), Ping(),
    ]

    /// The verbs that each state takes; everything else is refused with the code.
    static let table: [State: (verbs: Set<String>, refusal: ChatError.Code)] = [
        .connected: (["hello"], .protocolViolation),
        .greeted: (["register", "login", "ping"], .notLoggedIn),
        .loggedIn: (
            [
                "logout", "change-password", "list-tokens", "revoke-token", "send", "history", "follow", "unfollow",
                "ack", "who", "ping",
            ], .protocolViolation
        ),
        .loggedOut: (["register", "login", "ping"], .notLoggedIn),
    ]

    @Test(arguments: State.allCases, requests)
    func everyRequestIsAdmittedWhereItBelongsAndNowhereElse(state: State, request: any Handled) throws {
        let session = Self.session(state)
        let (verbs, refusal) = try #require(Self.table[state])
        var refused: ChatError.Code?
        do { try session.admit(type(of: request).rule) } catch { refused = error.code }
        let expected = request.verb == "hello" ? ChatError.Code.protocolViolation : refusal
        #expect(refused == (verbs.contains(request.verb) ? nil : expected))
    }

    @Test func theTableHasEveryVerb() {
        let known = Self.table.values.reduce(into: Set<String>()) { $0.formUnion($1.verbs) }
        #expect(Set(Self.requests.map(\.verb)) == known)
        #expect(known.count == Self.requests.count)
    }

    @Test func signsOfLifeAndAcknowledgementsAreNoActivity() {
        let idle = Self.requests.filter { !type(of: $0).rule.isActivity }.map(\.verb)
        #expect(Set(idle) == ["hello", "ping", "ack"])
    }

    @Test func tooManyFailedLoginsExhaustASession() {
        var session = Session(failedLoginLimit: 3)
        for _ in 0..<2 { session.noteFailedLogin() }
        #expect(!session.isExhausted)
        session.noteFailedLogin()
        #expect(session.isExhausted)
    }

    @Test func whatTargetsMeanIsForgottenAtLogout() throws {
        var session = Self.session(.loggedIn)
        let access = Self.access(7)
        session.remember(access, of: .direct(try UserName("bob")), at: 1)
        #expect(session.access(to: .direct(try UserName("bob")), at: 1) == access)
        session.logOut()
        #expect(session.access(to: .direct(try UserName("bob")), at: 1) == nil)
        #expect(session.identity == nil)
    }

    @Test func whatTargetsMeanIsForgottenWhenRightsChange() throws {
        var session = Self.session(.loggedIn)
        session.remember(Self.access(7), of: .lobby, at: 1)
        #expect(session.access(to: .lobby, at: 2) == nil)
        session.remember(Self.access(8), of: .direct(try UserName("bob")), at: 2)
        #expect(session.access(to: .lobby, at: 2) == nil)
        #expect(session.access(to: .direct(try UserName("bob")), at: 2) == Self.access(8))
    }

    private static func access(_ number: Int64) -> Access {
        Access(conversation: Conversation.ID(rawValue: number), kind: .direct, isPrivate: true, standing: .member)
    }

    @Test func aSessionRemembersFewTargets() throws {
        var session = Self.session(.loggedIn)
        for number in 0..<1000 {
            let target = Target.direct(try UserName("user\(number)"))
            session.remember(Self.access(Int64(number)), of: target, at: 1)
            #expect(session.access(to: target, at: 1) == Self.access(Int64(number)))
        }
        let remembered = try (0..<1000).count { session.access(to: .direct(try UserName("user\($0)")), at: 1) != nil }
        #expect(remembered <= 256)
    }

    private static func session(_ state: State) -> Session {
        var session = Session(failedLoginLimit: 5)
        guard state != .connected else { return session }
        session.greet()
        guard state != .greeted else { return session }
        session.logIn(Sample.identity)
        if state == .loggedOut { session.logOut() }
        return session
    }
}
