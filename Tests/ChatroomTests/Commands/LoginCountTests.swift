import ChatroomTestSupport
import Foundation
import Testing

/// A command logs in once, whatever it looks up before it does what it is for.
struct LoginCountTests {
    @Test(arguments: [
        ["send", "lobby", "hello"], ["send", "lobby", "--edit", "ID", "changed"],
        ["send", "lobby", "--reply-to", "ID", "so"],
        ["send", "lobby", "--ask", "Well?", "--ask-id", "one", "--timeout", "1s"],
        ["send", "lobby", "--ask", "Well?", "--from", "alice", "--timeout", "1s"],
        ["listen", "lobby", "--mention", "--until-idle", "1s"], ["listen", "--until-idle", "1s"],
        ["listen", "lobby", "--cursor", "c", "--until-idle", "1s"],
        ["history", "lobby", "--follow", "--timeout", "1s"],
        ["room", "topic", "lobby"], ["shell", "-c", "/who", "-c", "hello", "-c", "/history"], ["who"],
        ["history", "--unread"],
    ])
    func aCommandLogsInOnce(words: [String]) async throws {
        try await RunningServer.with(arguments: ["--log-level", "debug"]) { server in
            let client = try server.client()
            try await client.run(
                ["register", "alice", "--password-stdin", "--accept-new"], input: .text("correct horse battery")
            ).check()
            let sent = try await client.run(["send", "lobby", "first", "--print", "id"])
            try sent.check()
            let id = sent.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let before = Self.logins(server)
            _ = try await client.run(words.map { $0 == "ID" ? id : $0 })
            try await eventually("the login to be logged") { Self.logins(server) > before }
            // What would come later is told by what comes after it.
            try await client.run(["who", "-q"]).check()
            try await eventually("the next login to be logged") { Self.logins(server) > before + 1 }
            #expect(Self.logins(server) == before + 2, "\(words)")
        }
    }

    private static func logins(_ server: RunningServer) -> Int {
        server.process.errorsSoFar.split(separator: "\n").count { $0.contains("verb=login") }
    }
}
