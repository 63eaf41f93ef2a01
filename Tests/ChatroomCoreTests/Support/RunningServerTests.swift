import ChatroomTestSupport
import Testing

struct RunningServerTests {
    @Test func aServerThatWasKilledComesBackOnItsPortWithItsKey() async throws {
        try await RunningServer.with { server in
            let (address, fingerprint) = (server.address, server.fingerprint)
            #expect(server.port > 0)
            #expect(fingerprint.hasPrefix("SHA256:"))
            try await server.kill()
            try await server.restart()
            #expect(server.address == address)
            #expect(server.fingerprint == fingerprint)
        }
    }

    @Test func serversDoNotDisturbEachOther() async throws {
        try await RunningServer.with { first in
            try await RunningServer.with { second in
                #expect(first.port != second.port)
                #expect(first.fingerprint != second.fingerprint)
                let client = try second.client()
                #expect(client.environment["CHATROOM_SERVER"] == second.address)
            }
        }
    }

    @Test func aServerThatDoesNotStartTellsWhatItWrote() async throws {
        let failure = await #expect(throws: TestFailure.self) {
            try await RunningServer.with(arguments: ["--no-such-option"]) { _ in }
        }
        #expect(failure?.description.contains("no-such-option") == true)
    }
}
