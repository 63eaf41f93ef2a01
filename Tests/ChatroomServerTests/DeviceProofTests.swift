import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// What a device shows with its password, and what it does not help with.
@Suite(.timeLimit(.minutes(1)))
struct DeviceProofTests {
    private static let place = "192.0.2.7"

    @Test func aDeviceThatLoggedInBeforeGetsInWhileItsNameIsGuessedAtItsAddress() async throws {
        try await Derivations.with { configuration in
            // Nobody has a turn otherwise within this test.
            configuration.limits.loginRound = .seconds(30)
        } _: { server, _ in
            try await server.settle("alice", at: Self.place)
            let proof = try #require(server.accounts.proof(after: nil, of: Sample.name("alice")))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 {
                    #expect(await Self.code(server, "alice", "wrong") == .wrongCredentials)
                }
                for _ in 0..<40 { group.addTask { _ = await Self.code(server, "alice", "wrong", isThere: false) } }
                for _ in 0..<20 {
                    #expect(await Self.code(server, "alice", InProcessServer.password, proof) == nil)
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aTokenThatHoldsShowsItAsWellAndOnlyForItsAccount() async throws {
        try await FaultyStore.with { server, _ in
            guard case .token(let token) = try await server.register("alice") else { throw TestFailure("no token") }
            let proofs = server.accounts.proofs
            let found = try await proofs.source(of: LoginProof(token), for: Sample.name("alice"))
            guard case .holder? = found else { throw TestFailure("the token shows nothing") }
            #expect(try await proofs.source(of: LoginProof(token), for: Sample.name("bob")) == nil)
        }
    }

    /// Every bit of a proof, other lengths, another account's.
    @Test func aForgedProofShowsNothing() async throws {
        try await FaultyStore.with { server, _ in
            let proofs = server.accounts.proofs
            let name = Sample.name("alice")
            let proof = try #require(server.accounts.proof(after: nil, of: name))
            #expect(proof.bytes.count == 48)
            #expect(try await proofs.source(of: proof, for: name) == .device(Array(proof.bytes.prefix(16))))
            for bit in 0..<8 * proof.bytes.count {
                var bytes = proof.bytes
                bytes[bit / 8] ^= 1 << (bit % 8)
                #expect(try await proofs.source(of: LoginProof(bytes: bytes), for: name) == nil)
            }
            for count in 1..<48 {
                let part = LoginProof(bytes: Array(proof.bytes.prefix(count)))
                #expect(try await proofs.source(of: part, for: name) == nil)
            }
            #expect(try await proofs.source(of: LoginProof(bytes: proof.bytes + [0]), for: name) == nil)
            #expect(try await proofs.source(of: proof, for: Sample.name("bob")) == nil)
            #expect(try await proofs.source(of: proof, for: nil) == nil)
            #expect(server.accounts.proof(after: proof, of: name) == proof)
            #expect(server.accounts.proof(after: proof, of: Sample.name("bob")) != proof)
        }
    }

    /// A thousand guesses with a stolen proof, and as many with forged ones: counted exactly, and none gets in.
    @Test func guessesWithAProofAreTenAndThenThoseOfTheAddress() async throws {
        try await Derivations.with { server, derivations in
            try await server.settle("alice", at: Self.place)
            let proof = try #require(server.accounts.proof(after: nil, of: Sample.name("alice")))
            let before = derivations.count
            // From an address where the account was never, so that no turns are dealt.
            let codes = await withTaskGroup(of: ChatError.Code?.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        var shown = proof
                        if number % 2 == 1 {
                            var bytes = proof.bytes
                            bytes[number % 48] ^= 1
                            shown = LoginProof(bytes: bytes) ?? proof
                        }
                        return await Self.code(server, "alice", "wrong \(number)", shown, at: "192.0.2.9")
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count == 1000)
            #expect(codes.allSatisfy { [.wrongCredentials, .rateLimited, .busy].contains($0) })
            #expect(derivations.count - before == 20)
            #expect(codes.count { $0 == .wrongCredentials } == 20)
            // The owner's other device is not held up by it.
            let other = server.accounts.proof(after: nil, of: Sample.name("alice"))
            #expect(await Self.code(server, "alice", InProcessServer.password, other, at: "192.0.2.9") == nil)
        }
    }

    @Test func anOldPasswordIsWrongWithAProofToo() async throws {
        try await FaultyStore.with { server, _ in
            let credential = try await server.register("alice")
            let proof = server.accounts.proof(after: nil, of: Sample.name("alice"))
            try await server.client(credential, at: server.socket).withConnection { connection in
                let change = ChangePassword(old: InProcessServer.password, new: "another tractor 7")
                let reply = try await connection.ask(.changePassword(change))
                #expect(reply == .done)
            }
            #expect(await Self.code(server, "alice", InProcessServer.password, proof) == .wrongCredentials)
            #expect(await Self.code(server, "alice", "another tractor 7", proof) == nil)
        }
    }

    @Test func aProofIsHandedOutByPasswordAndKept() async throws {
        try await FaultyStore.with { server, _ in
            _ = try await server.register("alice")
            let password = Login.Credential.password(name: "alice", password: InProcessServer.password, label: "")
            let first = try await server.client(at: server.socket).withConnection { try await $0.login(password) }
            let proof = try #require(first.proof)
            let second = try await server.client(at: server.socket)
                .withConnection { try await $0.login(password, proof: proof) }
            #expect(second.proof == proof)
            let token = try #require(first.token)
            let third = try await server.client(at: server.socket).withConnection { try await $0.login(.token(token)) }
            #expect(third.proof == nil)
        }
    }

    private static func code(
        _ server: InProcessServer, _ name: String, _ password: String, _ proof: LoginProof? = nil,
        at address: String = place, isThere: Bool = true
    ) async -> ChatError.Code? {
        guard let origin = Origin(address: address) else { return .invalid }
        do {
            _ = try await server.accounts.login(
                name: name, password: password, label: "", proof: proof,
                from: Caller(origin, isThere: { isThere }))
            return nil
        } catch {
            return (error as? ChatError)?.code ?? .internalError
        }
    }
}
