import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// Many registrations beside logins.
@Suite(.timeLimit(.minutes(1)))
struct RegisteringFloodTests {
    @Test func manyThatRegisterLeaveLoginsTheirPlace() async throws {
        try await Derivations.with { server, derivations in
            _ = try await server.register("alice")
            derivations.hold()
            try await withThrowingTaskGroup(of: ChatError.Code?.self) { group in
                for number in 0..<32 {
                    let request = Register(
                        name: Sample.name("new\(number)"), password: InProcessServer.password, kind: .human, label: "")
                    group.addTask {
                        await code {
                            _ = try await server.client(at: server.socket)
                                .withConnection { try await $0.register(request) }
                        }
                    }
                }
                // One is being hashed, sixteen wait, and the others were told to come again.
                var refused = 0
                while refused < 15 {
                    #expect(try await group.next() == .busy)
                    refused += 1
                }
                #expect(derivations.count == 2)
                group.addTask {
                    await code {
                        let login = Login.Credential.password(
                            name: "alice", password: InProcessServer.password, label: "")
                        _ = try await server.client(at: server.socket)
                            .withConnection { try await $0.login(login) }
                    }
                }
                try await eventually("the login is looked at") { derivations.count == 3 }
                derivations.release()
                for try await result in group { #expect(result == nil) }
            }
        }
    }

    @Test func oneSourceMakesNoMoreAccountsThanTheLimitAndOthersGoOn() async throws {
        try await Derivations.with { configuration in
            configuration.limits.registrationsPerHour = 5
        } _: { server, derivations in
            _ = try await server.register("alice")
            let codes = try await (0..<20).map { $0 }.asyncMap { number in
                await code { try await server.settle("user\(number)", at: "2001:db8::\(number)") }
            }
            #expect(codes.count { $0 == nil } == 5)
            #expect(codes.count { $0 == .rateLimited } == 15)
            #expect(derivations.count == 1 + 5)
            try await server.settle("other", at: "2001:db8:0:1::1")
        }
    }

    @Test func theFirstAdministratorIsNotCounted() async throws {
        try await Derivations.with { configuration in
            configuration.limits.registrationsPerHour = 1
        } _: { server, _ in
            for number in 0..<11 { _ = try await server.register("user\(number)") }
            let refused = await code { _ = try await server.register("user11") }
            #expect(refused == .rateLimited)
        }
    }
}
