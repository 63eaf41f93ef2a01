import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Glibc
import Testing

@testable import ChatroomServer

/// Who becomes the first administrator: whoever can read a file of the server's user, and nobody by coming from here.
@Suite(.timeLimit(.minutes(1)))
struct FirstAccountTests {
    private static func register(
        _ name: String, _ code: String?, at server: InProcessServer, _ address: ServerAddress? = nil
    ) async -> Result<User.Role, ChatError> {
        let request = Register(
            name: Sample.name(name), password: InProcessServer.password, kind: .human, label: "", code: code)
        do {
            let role = try await server.client(at: address).withConnection {
                try await $0.register(request).user.role
            }
            return .success(role)
        } catch {
            return .failure((error as? ChatError) ?? ChatError(.internalError, "\(error)"))
        }
    }

    @Test(arguments: [ServerConfiguration.Registration.open, .closed])
    func whoIsOnTheMachineIsNobodyForThat(policy: ServerConfiguration.Registration) async throws {
        try await InProcessServer.with {
            $0.registration = policy
        } _: { server in
            for address in [server.socket, server.address] {
                let refused = await Self.register("mallory", nil, at: server, address)
                #expect(refused == .failure(.codeNeeded))
            }
            let hasAccounts = try await server.server.services.engines.accounts.hasAccounts()
            #expect(!hasAccounts)
            let owner = await Self.register("alice", server.firstCode, at: server)
            #expect(owner == .success(.administrator))
        }
    }

    @Test func theFileIsItsOwnersAloneAndGoesWithTheFirstAdministrator() async throws {
        try await InProcessServer.with { server in
            let path = server.directory.file("data/first-account")
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600 && status.st_uid == geteuid())
            let code = try #require(server.firstCode)
            #expect(code.utf8.count == 32)
            let told = try await server.client().withConnection { $0.welcome.firstAccount }
            #expect(told?.hasSuffix("/data/first-account") == true)
            #expect(await Self.register("alice", code, at: server) == .success(.administrator))
            #expect(access(path, F_OK) != 0)
            let toldLater = try await server.client().withConnection { $0.welcome.firstAccount }
            #expect(toldLater == nil)
            // Used up.
            #expect(await Self.register("bob", code, at: server) == .success(.member))
        }
    }

    @Test func thousandsOfWrongCodesAreRefusedAndLimited() async throws {
        try await InProcessServer.with { server in
            let code = try #require(server.firstCode)
            var random = SeededRandom(for: "wrong codes")
            // All that differ in one place, and others.
            var wrong = code.indices.flatMap { index in
                "0123456789abcdef".filter { $0 != code[index] }.map { digit in
                    String(code[..<index]) + String(digit) + String(code[code.index(after: index)...])
                }
            }
            wrong += ["", " ", code + " ", " " + code, code + "0", String(code.dropLast()), code.uppercased() + "\0"]
            wrong += (0..<2000).map { _ in
                (0..<32).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
            }
            let accounts = server.accounts
            var codes: [ChatError.Code: Int] = [:]
            for (number, wrong) in wrong.enumerated() {
                let caller = Caller(try #require(Origin(address: number % 2 == 0 ? "127.0.0.1" : "192.0.2.7")))
                let request = Register(
                    name: Sample.name("mallory"), password: InProcessServer.password, kind: .human, label: "",
                    code: wrong)
                do {
                    _ = try await accounts.register(request, policy: .open, from: caller)
                    Issue.record("'\(wrong)' is the code")
                } catch let error as ChatError {
                    codes[error.code, default: 0] += 1
                }
            }
            #expect(Set(codes.keys) == [.wrongCredentials, .rateLimited])
            let limits = server.server.services.configuration.limits
            let most = limits.registrationsPerHour * (1 + RegistrationThrottle.localFactor)
            #expect(codes[.wrongCredentials, default: 0] <= most + 2, "\(codes)")
            #expect(codes[.rateLimited, default: 0] > 2000)
            // The owner is held up by none of it, nor is anybody else who comes from there.
            #expect(await Self.register("alice", code, at: server) == .success(.administrator))
            #expect(await Self.register("bob", nil, at: server) == .success(.member))
            let caller = Caller(try #require(Origin(address: "192.0.2.7")))
            _ = try await accounts.register(
                Register(name: Sample.name("carol"), password: InProcessServer.password, kind: .human, label: ""),
                policy: .open, from: caller)
        }
    }

    @Test func guessesEndTheConnection() async throws {
        try await InProcessServer.with {
            $0.limits.failedLoginsPerConnection = 3
        } _: { server in
            try await RawPeer.with(server, by: .tls) { peer in
                _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
                let guess = Request.register(
                    Register(
                        name: Sample.name("eve"), password: InProcessServer.password, kind: .human, label: "",
                        code: "0"))
                for _ in 0..<3 { #expect(try await peer.ask(guess).code == .wrongCredentials) }
                #expect(try await peer.farewell()?.code == .wrongCredentials)
            }
        }
    }

    @Test func aStartWithoutAnAdministratorMakesAnotherCodeAndOneWithRemovesIt() async throws {
        let directory = try ScratchDirectory()
        let first = try await InProcessServer.with(in: directory) { $0.firstCode }
        try await InProcessServer.with(in: directory) { server in
            #expect(server.firstCode != first)
            if case .success = await Self.register("alice", first, at: server) { Issue.record("an old code") }
            _ = try await server.register("alice")
        }
        // As after a crash between the account and the removal.
        let path = directory.file("data/first-account")
        #expect(creat(path, 0o600) >= 0)
        try await InProcessServer.with(in: directory) { server in
            #expect(access(path, F_OK) != 0)
            #expect(!server.server.needsAdministrator)
        }
    }

    @Test func nobodyElsewhereIsToldWhereTheFileIs() throws {
        let directory = try ScratchDirectory()
        let first = try FirstAccount(in: directory.path, fingerprint: "SHA256:x", isNeeded: true)
        #expect(first.place(for: try #require(Origin(address: "192.0.2.1"))) == nil)
        #expect(first.place(for: try #require(Origin(address: "127.0.0.1"))) == directory.file("first-account"))
        #expect(first.place(for: Origin(user: 1)) != nil)
        #expect(!first.admits(nil) && !first.admits(""))
    }
}
