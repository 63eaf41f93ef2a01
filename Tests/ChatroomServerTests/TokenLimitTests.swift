import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import Testing

/// How many logins a user has, and which ends.
@Suite(.timeLimit(.minutes(1)))
struct TokenLimitTests {
    @Test func oneLoginTooManyEndsTheOneThatNobodyUses() async throws {
        try await InProcessServer.with {
            $0.limits.tokensPerUser = 3
        } _: { server in
            // The oldest of all, and in use.
            let first = try await server.register("alice")
            try await server.client(first, at: server.socket).withConnection { connection in
                var ids: [Token.ID] = []
                for number in 0..<5 {
                    _ = try await logIn("\(number)", server)
                    ids = try await connection.tokens().map(\.id)
                    #expect(ids.count == min(number + 2, 3))
                }
                let tokens = try await connection.tokens()
                #expect(tokens.map(\.isCurrent) == [true, false, false])
                #expect(tokens.map(\.label) == ["test", "3", "4"])
            }
        }
    }

    @Test func sessionsOfTheLoginThatEndsEndToo() async throws {
        try await InProcessServer.with {
            $0.limits.tokensPerUser = 1
        } _: { server in
            let first = try await server.register("alice")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(first)
                let second = try await logIn("second", server)
                let reason = try await peer.farewell()
                #expect(reason?.code == .notLoggedIn)
                try await server.client(second, at: server.socket).withConnection { connection in
                    let tokens = try await connection.tokens()
                    #expect(tokens.map(\.label) == ["second"])
                }
            }
            try await expect(.notLoggedIn) {
                try await server.client(first, at: server.socket).withConnection { $0.user }
            }
        }
    }

    @Test func aUserHasFiftyLoginsAndOthersTheirOwn() async throws {
        try await InProcessServer.with {
            $0.isDurable = false
        } _: { server in
            let bob = try await server.register("bob")
            _ = try await server.register("alice")
            var last: Login.Credential?
            for number in 0..<60 { last = try await logIn("\(number)", server) }
            let tokens = try await server.client(last, at: server.socket).withConnection { try await $0.tokens() }
            #expect(tokens.map(\.label) == (10..<60).map(String.init))
            _ = try await server.client(bob, at: server.socket).withConnection { $0.user }
        }
    }

    private func logIn(_ label: String, _ server: InProcessServer) async throws -> Login.Credential {
        let credential = Login.Credential.password(name: "alice", password: InProcessServer.password, label: label)
        let loggedIn = try await server.client(at: server.socket).withConnection { try await $0.login(credential) }
        return .token(try #require(loggedIn.token))
    }
}
