import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AccountsTests {
    @Test func aUserRegistersAndLogsInByPasswordAndByToken() async throws {
        try await InProcessServer.with { server in
            let request = registration("Alice", kind: .agent, code: server.firstCode)
            let registered = try await server.client().withConnection { try await $0.register(request) }
            #expect(registered.user.name.text == "alice")
            #expect(registered.user.kind == .agent)
            let byPassword = try await server.client().withConnection { try await $0.login(password("ALICE")) }
            #expect(byPassword.user == registered.user)
            #expect(byPassword.token != nil)
            #expect(byPassword.token != registered.token)
            let token = try #require(registered.token)
            let user = try await server.client(.token(token)).withConnection { $0.user }
            #expect(user == registered.user)
        }
    }

    @Test func theFirstAccountIsTheAdministrator() async throws {
        try await InProcessServer.with { server in
            let first = registration("alice", code: server.firstCode)
            let second = registration("bob")
            let roles = try await [first, second].asyncMap { request in
                try await server.client().withConnection { try await $0.register(request).user.role }
            }
            #expect(roles == [.administrator, .member])
        }
    }

    @Test func aNameIsTakenOnce() async throws {
        try await InProcessServer.with { server in
            _ = try await server.register("alice")
            let request = registration("ALICE")
            try await expect(.exists) { try await server.client().withConnection { try await $0.register(request) } }
        }
    }

    @Test func closedRegistrationTakesTheFirstAccountOnly() async throws {
        try await InProcessServer.with {
            $0.registration = .closed
        } _: { server in
            _ = try await server.register("alice")
            let request = registration("bob")
            try await expect(.notAllowed) {
                try await server.client().withConnection { try await $0.register(request) }
            }
        }
    }

    @Test func anUnknownNameAndAWrongPasswordGiveEqualAnswers() async throws {
        try await InProcessServer.with { server in
            _ = try await server.register("alice")
            var answers: [Result<Reply, ChatError>] = []
            for name in ["alice", "nobody", "not a name", ""] {
                let login = Request.login(
                    Login(.password(name: name, password: "not her password", label: "")))
                let answer = try await RawPeer.with(server) { peer in
                    _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
                    return try await peer.ask(login)
                }
                #expect(answer.code == .wrongCredentials)
                answers.append(answer)
            }
            #expect(answers.allSatisfy { $0 == answers[0] })
        }
    }

    @Test func tooManyFailedLoginsEndTheConnection() async throws {
        try await InProcessServer.with {
            $0.limits.failedLoginsPerConnection = 3
        } _: { server in
            try await RawPeer.with(server, by: .tls) { peer in
                _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
                for _ in 0..<3 {
                    let answer = try await peer.ask(
                        .login(Login(.password(name: "alice", password: "wrong", label: ""))))
                    #expect(answer.code == .wrongCredentials)
                }
                let reason = try await peer.farewell()
                #expect(reason?.code == .wrongCredentials)
            }
        }
    }

    @Test func guessingIsSlowedDownForOneAccountAndNotForOthers() async throws {
        try await InProcessServer.with {
            $0.limits.loginRound = .milliseconds(20)
        } _: { server in
            _ = try await server.register("alice")
            let codes = try await (0..<12).map { $0 }.asyncMap { _ in
                await code { _ = try await server.client().withConnection { try await $0.login(wrong("alice")) } }
            }
            #expect(codes.count { $0 == .wrongCredentials } == 10, "\(codes)")
            #expect(codes.count { $0 == .rateLimited } == 2)
            // The account never logged in by this address, but by the socket.
            let locked = await code {
                _ = try await server.client().withConnection { try await $0.login(password("alice")) }
            }
            #expect(locked == .rateLimited)
            _ = try await server.client(at: server.socket).withConnection { try await $0.login(password("alice")) }
            _ = try await server.register("bob")
            _ = try await server.client().withConnection { try await $0.login(password("bob")) }
        }
    }

    @Test func guessesAtTheSameTimeAreCountedToo() async throws {
        try await InProcessServer.with {
            $0.limits.loginRound = .milliseconds(20)
        } _: { server in
            let codes = await withTaskGroup(of: ChatError.Code?.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        while true {
                            let code = await code {
                                _ = try await server.client(at: server.socket)
                                    .withConnection { try await $0.login(wrong("user\(number)")) }
                            }
                            if code != .busy { return code }
                            await Task.yield()
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == .wrongCredentials } <= 31)
            #expect(codes.count { $0 == .rateLimited } >= 29)
        }
    }

    private func registration(_ name: String, kind: User.Kind = .human, code: String? = nil) -> Register {
        Register(
            name: Sample.name(name), password: InProcessServer.password, kind: kind, label: "test", code: code)
    }
}

/// Logs in with the password of everyone.
private func password(_ name: String) -> Login.Credential {
    .password(name: name, password: InProcessServer.password, label: "again")
}

/// Logs in with a password that nobody has.
private func wrong(_ name: String) -> Login.Credential {
    .password(name: name, password: "nobody has this", label: "")
}
