import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// What overlaps a login: the store's calls are held until the other has passed, so that each race is run every time.
@Suite(.timeLimit(.minutes(1)))
struct LoginRaceTests {
    /// What ends a login.
    enum End: CaseIterable, Sendable { case revocation, logout, passwordChange }

    @Test(arguments: End.allCases)
    func aTokenLoginThatOverlapsTheEndOfItsTokenGetsNoSession(end: End) async throws {
        try await FaultyStore.with { server, store in
            let first = try await server.register("alice")
            let second = try await server.client(at: server.socket).withConnection {
                try await $0.login(Self.password).token
            }
            // The one who logs out does so in a session of the same token.
            let owner = end == .logout ? first : Login.Credential.token(try #require(second))
            try await RawPeer.with(server) { peer in
                try await peer.logIn(owner)
                let victim = try #require(try await peer.tokens().first)
                let gate = store.hold(.absence)
                async let late = RawPeer.with(server) { late in
                    _ = try await late.ask(.hello(Hello(client: "late"))).get()
                    let login = try await late.ask(.login(Login(first)))
                    let who = try await late.ask(.who(Who()))
                    return (login.code, who.code)
                }
                try await gate.waitForCalls()
                let request: Request
                switch end {
                case .revocation: request = .revokeToken(victim.id)
                case .logout: request = .logout
                case .passwordChange:
                    request = .changePassword(ChangePassword(old: InProcessServer.password, new: Self.another))
                }
                let ended = try await peer.ask(request)
                #expect(ended == .success(.done))
                gate.open()
                let codes = try await late
                #expect(codes.0 == .notLoggedIn)
                #expect(codes.1 == .notLoggedIn)
            }
        }
    }

    @Test func aPasswordLoginWhoseTokenIsRevokedMeanwhileGetsNoSession() async throws {
        try await FaultyStore.with { server, store in
            let first = try await server.register("alice")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(first)
                let gate = store.hold(.absence)
                async let late = RawPeer.with(server) { late in
                    _ = try await late.ask(.hello(Hello(client: "late"))).get()
                    return try await late.ask(.login(Login(Self.password))).code
                }
                try await gate.waitForCalls()
                let tokens = try await peer.tokens()
                #expect(tokens.count == 2)
                let revoked = try await peer.ask(.revokeToken(tokens[1].id))
                #expect(revoked == .success(.done))
                gate.open()
                let code = try await late
                #expect(code == .notLoggedIn)
            }
        }
    }

    @Test func anOldPasswordThatOverlapsItsChangeGetsNoToken() async throws {
        try await FaultyStore.with { server, store in
            let first = try await server.register("alice")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(first)
                let gate = store.hold(.createToken)
                async let late = Self.code(of: Self.password, at: server)
                try await gate.waitForCalls()
                let changed = try await peer.ask(
                    .changePassword(ChangePassword(old: InProcessServer.password, new: Self.another)))
                #expect(changed == .success(.done))
                gate.open()
                let code = try await late
                #expect(code == .wrongCredentials)
                let tokens = try await peer.tokens()
                #expect(tokens.count == 1)
            }
            let again = try await Self.code(of: Self.password, at: server)
            #expect(again == .wrongCredentials)
        }
    }

    /// The right password stays right when its hash is made anew, with other costs, while it is checked.
    @Test func aHashThatIsMadeAnewMeanwhileKeepsNobodyOut() async throws {
        try await FaultyStore.with { server, store in
            _ = try await server.register("alice")
            let gate = store.hold(.createToken)
            async let late = Self.code(of: Self.password, at: server)
            try await gate.waitForCalls()
            let alice = try #require(try await store.store.accounts.account(named: Sample.name("alice")))
            let anew = try PasswordHash(
                of: InProcessServer.password, salt: [1, 2, 3], cost: ScryptCost(logN: 10, blockSize: 2, parallelism: 1))
            try await store.store.accounts.rehash(anew.text, replacing: alice.passwordHash, of: alice.account.id)
            gate.open()
            let code = try await late
            #expect(code == nil)
        }
    }

    @Test func ofTwoPasswordChangesAtOnceOneIsMade() async throws {
        try await FaultyStore.with { server, store in
            let first = try await server.register("alice")
            let second = try await server.client(at: server.socket).withConnection {
                try await $0.login(Self.password).token
            }
            let other = Login.Credential.token(try #require(second))
            let gate = store.hold(.setPassword)
            async let one = Self.change(to: "one tractor 1", by: first, at: server)
            async let two = Self.change(to: "two tractors 2", by: other, at: server)
            try await gate.waitForCalls(2)
            gate.open()
            let results = try await [one, two]
            #expect(results.count { $0 == true } == 1)
            let codes = try await [InProcessServer.password, "one tractor 1", "two tractors 2"].asyncMap {
                try await Self.code(of: .password(name: "alice", password: $0, label: ""), at: server)
            }
            #expect(codes == [.wrongCredentials] + results.map { $0 ? nil : .wrongCredentials })
        }
    }

    @Test func aSessionWhoseTokenIsRevokedMeanwhileChangesNoPassword() async throws {
        try await FaultyStore.with { server, store in
            let first = try await server.register("alice")
            let gate = store.hold(.setPassword)
            async let late = Self.change(to: Self.another, by: first, at: server)
            try await gate.waitForCalls()
            let alice = try #require(try await store.store.accounts.account(named: Sample.name("alice"))).account
            let token = try #require(try await store.store.accounts.tokens(of: alice.id).first)
            try await store.store.accounts.revokeToken(token.id, of: alice.id)
            gate.open()
            let isChanged = try await late
            #expect(!isChanged)
            let code = try await Self.code(of: Self.password, at: server)
            #expect(code == nil)
        }
    }

    @Test(arguments: [ServerConfiguration.Registration.open, .closed])
    func ofTwoFirstAccountsAtOnceOneIsTheFirst(policy: ServerConfiguration.Registration) async throws {
        try await FaultyStore.with {
            $0.registration = policy
        } _: { server, store in
            let gate = store.hold(.createAccount)
            let code = server.firstCode
            async let one = Self.register("alice", with: code, at: server)
            async let two = Self.register("bob", with: code, at: server)
            try await gate.waitForCalls(2)
            gate.open()
            let results = try await [one, two]
            let roles = results.compactMap { try? $0.get() }
            #expect(roles.count { $0 == .administrator } == 1)
            #expect(roles.count == (policy == .open ? 2 : 1))
            let users = try await store.store.accounts.userNames(limit: 10)
            #expect(users.count == roles.count)
            if policy == .closed { #expect(results.contains { $0.code == .notAllowed }) }
        }
    }

    /// What a session sent ahead ends with its token.
    @Test func nothingOfARevokedSessionIsDoneThatWasNotBegun() async throws {
        try await FaultyStore.with { server, store in
            let first = try await server.register("alice")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(first)
                let gate = store.hold(.access)
                for number in 0..<20 { try await peer.start(.send(OutgoingMessage("\(number)"))) }
                try await gate.waitForCalls()
                store.release(.access)
                try await server.client(Self.password, at: server.socket).withConnection { connection in
                    let reply = try await connection.ask(.revokeToken(try await connection.tokens()[0].id))
                    #expect(reply == .done)
                    gate.open()
                    let reason = try await peer.farewell()
                    #expect(reason?.code == .notLoggedIn)
                    try await eventually { try await connection.who().first?.sessions == 1 }
                    let page = try await connection.history(HistoryQuery(target: .lobby))
                    #expect(page.messages.map(\.body).filter { $0 != "0" } == [])
                }
            }
        }
    }

    /// Logins beside revocations, without a gate: whoever was told that a token is revoked finds no session of it.
    @Test func noneOfManyLoginsOutlivesItsRevocation() async throws {
        try await InProcessServer.with {
            $0.isDurable = false
        } _: { server in
            _ = try await server.register("alice")
            try await server.client(Self.password, at: server.socket).withConnection { owner in
                for _ in 0..<25 {
                    let made = try await server.client(at: server.socket).withConnection {
                        try await $0.login(Self.password).token
                    }
                    let token = Login.Credential.token(try #require(made))
                    let id = try #require(try await owner.tokens().last).id
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<4 {
                            group.addTask {
                                try await RawPeer.with(server) { peer in
                                    _ = try await peer.ask(.hello(Hello(client: "late"))).get()
                                    _ = try await peer.start(.login(Login(token)))
                                    _ = try await peer.farewellOrRefusal()
                                }
                            }
                        }
                        let reply = try await owner.ask(.revokeToken(id))
                        #expect(reply == .done)
                        // Each ends by itself: refused, or cut off.
                        try await group.waitForAll()
                    }
                }
                try await eventually { try await owner.who().first?.sessions == 1 }
            }
        }
    }

    private static let password = Login.Credential.password(
        name: "alice", password: InProcessServer.password, label: "other")
    private static let another = "another tractor 7"

    private static func code(
        of credential: Login.Credential, at server: InProcessServer
    ) async throws -> ChatError.Code? {
        try await RawPeer.with(server) { peer in
            _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
            return try await peer.ask(.login(Login(credential))).code
        }
    }

    /// Whether a password was changed by a session of a token.
    private static func change(
        to new: String, by credential: Login.Credential, at server: InProcessServer
    ) async throws -> Bool {
        try await RawPeer.with(server) { peer in
            try await peer.logIn(credential)
            try await peer.start(.changePassword(ChangePassword(old: InProcessServer.password, new: new)))
            // A session that is revoked meanwhile may end before it is answered.
            while let frame = try? await peer.next() {
                if case .reply(_, let result) = frame { return result.read == .success(.done) }
            }
            return false
        }
    }

    private static func register(
        _ name: String, with code: String?, at server: InProcessServer
    ) async throws -> Result<User.Role, ChatError> {
        try await RawPeer.with(server) { peer in
            _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
            let request = Register(
                name: try UserName(name), password: InProcessServer.password, kind: .human, label: "", code: code)
            return try await peer.ask(.register(request)).map { reply in
                guard case .loggedIn(let loggedIn) = reply else { return .member }
                return loggedIn.user.role
            }
        }
    }
}

extension RawPeer {
    fileprivate mutating func tokens() async throws -> [Token] {
        guard case .tokens(let tokens) = try await ask(.listTokens).get() else { throw TestFailure("no tokens") }
        return tokens
    }

    /// Waits until the login is refused or the connection ends.
    fileprivate mutating func farewellOrRefusal() async throws {
        while let frame = try? await next() {
            if case .reply(_, .failure) = frame { return }
        }
    }
}
