import ChatroomTestSupport
import Glibc
import Testing

/// What a person sees of a connection that is slow to come.
@Suite(.timeLimit(.minutes(1)))
struct ConnectingTests {
    @Test func aPersonIsToldOfAConnectionThatTakesAWhile() async throws {
        try await Self.withSilentPort { port, hangUp in
            let client = try ChatroomBinary(environment: ["CHATROOM_TOKEN": String(repeating: "0", count: 64)])
            let terminal = try client.startOnTerminal(["who", "--server", "127.0.0.1:\(port)", "--timeout", "60s"])
            try await terminal.waitFor("connecting to 127.0.0.1:\(port)...")
            hangUp()
            #expect(try await terminal.waitForExit() == 69)
            // The line is gone before the error takes its place.
            #expect(terminal.screen.lines.first?.hasPrefix("chatroom: cannot reach 127.0.0.1:\(port)") == true)
        }
    }

    @Test func aScriptIsToldNothingButTheError() async throws {
        try await Self.withSilentPort { port, _ in
            let client = try ChatroomBinary(environment: ["CHATROOM_TOKEN": String(repeating: "0", count: 64)])
            let ended = try await client.run(["who", "--server", "127.0.0.1:\(port)", "--timeout", "2s"]).check(69)
            #expect(ended.output.isEmpty)
            #expect(!ended.errors.contains("connecting"))
        }
    }

    /// Runs something while a port takes connections and says nothing, until it is told to hang up.
    private static func withSilentPort(_ body: (Int, _ hangUp: () -> Void) async throws -> Void) async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        try #require(isBound)
        // A listener that is shut down resets those that nobody has accepted.
        try await body(Int(UInt16(bigEndian: address.sin_port))) { shutdown(listener, Int32(SHUT_RDWR)) }
    }
}
