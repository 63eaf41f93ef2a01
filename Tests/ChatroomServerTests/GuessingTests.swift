import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// Many wrong passwords beside one right one.
@Suite(.timeLimit(.minutes(1)))
struct GuessingTests {
    @Test func tenThousandGuessesBesideTheOwnerGetFewChecksAndTheOwnerGetsIn() async throws {
        try await Derivations.with { server, derivations in
            try await server.settle("alice", at: "192.0.2.7")
            let token = try await server.register("bob")
            let before = derivations.count
            for _ in 0..<10 {
                #expect(await server.logIn("alice", "wrong", at: "192.0.2.7")?.code == .wrongCredentials)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<500 {
                    group.addTask {
                        for number in 0..<20 {
                            let error = await server.logIn("user\(lane)", "wrong \(number)", at: "192.0.2.7")
                            #expect([.wrongCredentials, .rateLimited, .busy].contains(error?.code))
                        }
                    }
                }
                try await eventually("the source is refused") {
                    await server.logIn("carol", "wrong", at: "192.0.2.7")?.code == .rateLimited
                }
                // Every one of them, as long as others are guessed at.
                for _ in 0..<5 { #expect(await server.logIn("alice", at: "192.0.2.7") == nil) }
                // Who has a token is not held up at all.
                _ = try await server.client(token, at: server.socket).withConnection { $0.user }
                try await group.waitForAll()
            }
            let checks = derivations.count - before - 5
            #expect((30...31).contains(checks))
        }
    }

    @Test func guessesOfTheOwnersNameFromTheOwnersAddressAreFewAndLockNobodyOut() async throws {
        try await Derivations.with { server, derivations in
            try await server.settle("alice", at: "192.0.2.7")
            let before = derivations.count
            let start = ContinuousClock.now
            await withTaskGroup(of: Void.self) { group in
                for lane in 0..<100 {
                    group.addTask {
                        for number in 0..<4 {
                            let error = await server.logIn("alice", "wrong \(lane) \(number)", at: "192.0.2.7")
                            #expect(error != nil)
                        }
                    }
                }
            }
            // Ten, and fifteen turns in each round of the time that it took; what had a turn is answered as what had none.
            let rounds = start.duration(to: .now) / .milliseconds(20)
            let checks = derivations.count - before
            #expect(checks >= 10 && Double(checks) <= 10 + 15 * rounds + 1, "\(checks) in \(rounds)")
            #expect(await server.logIn("alice", at: "192.0.2.7") == nil)
            // From another address, known or not, nothing of it is felt.
            #expect(await server.logIn("alice", at: "192.0.2.8") == nil)
        }
    }

    @Test func guessesFromManySourcesDoNotShutTheOwnerOut() async throws {
        try await Derivations.with { server, derivations in
            try await server.settle("alice", at: "192.0.2.7")
            let before = derivations.count
            try await withThrowingTaskGroup(of: Void.self) { group in
                for source in 0..<100 {
                    group.addTask {
                        for number in 0..<15 {
                            _ = await server.logIn("alice", "wrong \(number)", at: "198.51.100.\(source)")
                        }
                    }
                }
                var owner: [ChatError?] = []
                for _ in 0..<20 { owner.append(await server.logIn("alice", at: "192.0.2.7")) }
                #expect(owner.allSatisfy { $0 == nil })
                try await group.waitForAll()
            }
            // No more than ten of each; some found the queue full.
            #expect(derivations.count - before <= 100 * 10 + 20)
        }
    }

    @Test func anUnknownNameIsThrottledAsAKnownOneIs() async throws {
        try await Derivations.with { configuration in
            configuration.limits.failedLoginsPerSource = 1000
        } _: { server, _ in
            try await server.settle("alice", at: "192.0.2.7")
            try await server.settle("bob", at: "192.0.2.8")
            var answers: [String: [ChatError?]] = [:]
            for name in ["alice", "bob", "nobody", "not a name"] {
                for number in 0..<14 {
                    let error = await server.logIn(name, "wrong \(number)", at: "192.0.2.7")
                    answers[name, default: []].append(
                        error.map { ChatError($0.code, $0.message, hint: $0.hint) })
                }
            }
            let codes = answers["alice"]?.map { $0?.code }
            #expect(
                codes == [ChatError.Code?](repeating: .wrongCredentials, count: 10)
                    + [ChatError.Code?](repeating: .rateLimited, count: 4))
            #expect(answers.values.allSatisfy { $0 == answers["alice"] })
        }
    }

    @Test func changingThePasswordIsGuessingToo() async throws {
        try await Derivations.with { server, derivations in
            let credential = try await server.register("alice")
            let before = derivations.count
            var codes: [ChatError.Code?] = []
            for _ in 0..<4 {
                try await server.client(credential, at: server.socket).withConnection { connection in
                    for number in 0..<4 {
                        let change = ChangePassword(old: "wrong \(number)", new: "another tractor 7")
                        codes.append(await code { _ = try await connection.ask(.changePassword(change)) })
                    }
                }
            }
            #expect(codes.count { $0 == .wrongCredentials } == 10)
            #expect(codes.count { $0 == .rateLimited } == 6)
            #expect(derivations.count - before == 10)
        }
    }

    @Test func fortyRightPasswordsAtOnceAllGetInAndNoWrongOnePassesTheLimit() async throws {
        try await Derivations.with { server, derivations in
            try await server.settle("alice", at: "192.0.2.7")
            for _ in 0..<3 { #expect(await server.logIn("alice", "wrong", at: "192.0.2.8")?.code == .wrongCredentials) }
            let before = derivations.count
            let errors = await withTaskGroup(of: ChatError?.self) { group in
                for _ in 0..<40 { group.addTask { await server.logIn("alice", at: "192.0.2.8") } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors.count == 40)
            #expect(errors.allSatisfy { $0 == nil })
            #expect(derivations.count - before == 40)
            let codes = await withTaskGroup(of: ChatError.Code?.self) { group in
                for _ in 0..<100 { group.addTask { await server.logIn("bob", "wrong", at: "192.0.2.8")?.code } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == .wrongCredentials } == 10)
            #expect(codes.count { $0 == .rateLimited } == 90)
            #expect(derivations.count - before == 50)
        }
    }

    /// Runs something beside a peer whose right password the server does not get to.
    private static func withHeldLogin(
        _ server: InProcessServer, _ derivations: Derivations, _ body: (inout RawPeer) async throws -> Void
    ) async throws {
        // Without a connection, which has a time limit of its own.
        try await server.settle("alice", at: "192.0.2.7")
        derivations.hold()
        try await RawPeer.with(server) { peer in
            _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
            try await peer.start(
                .login(Login(.password(name: "alice", password: InProcessServer.password, label: ""))))
            try await body(&peer)
        }
    }

    /// The time of a peer that says nothing runs, and not that in which the server looks at what it said.
    @Test func theServersOwnDelayEndsNoConnection() async throws {
        try await Derivations.with { configuration in
            configuration.limits.loginTime = .seconds(3)
        } _: { server, derivations in
            try await Self.withHeldLogin(server, derivations) { peer in
                // Another that says nothing ends by its time, which began later.
                try await RawPeer.with(server) { silent in
                    let reason = try await silent.farewell()
                    #expect(reason?.code == .timedOut)
                }
                derivations.release()
                guard case .reply(_, let result)? = try await peer.next(), case .success(.loggedIn) = result.read else {
                    throw TestFailure("the login ended with the time of a silent peer")
                }
            }
        }
    }

    @Test func theServersOwnDelayIsBounded() async throws {
        try await Derivations.with { configuration in
            configuration.limits.loginWait = .milliseconds(200)
        } _: { server, derivations in
            try await Self.withHeldLogin(server, derivations) { peer in
                let reason = try await peer.farewell()
                #expect(reason?.code == .busy)
                derivations.release()
            }
        }
    }

    @Test func aHeldLoginEndsWhenTheServerStops() async throws {
        try await Derivations.with { configuration in
            configuration.limits.loginRound = .seconds(8)
            configuration.limits.failedLoginsPerAccount = 1
        } _: { server, _ in
            try await RawPeer.with(server) { peer in
                _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
                let guess = Request.login(Login(.password(name: "alice", password: "wrong", label: "")))
                #expect(try await peer.ask(guess).code == .wrongCredentials)
                let time = try await Deadline.pace {
                    try await peer.start(guess)
                    server.shutDown()
                    _ = try await peer.farewell()
                    try await server.waitForEnd()
                }
                #expect(time < .seconds(3))
            }
        }
    }
}
