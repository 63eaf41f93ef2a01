import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire

/// What tests of work begin with and ask for.
enum WorkScene {
    /// Runs something with `alice` and `bob` and some messages in the lobby.
    static func with(
        messages count: Int, _ body: (InProcessServer, Crowd) async throws -> Void
    ) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob") { crowd in
                for number in 0..<count { try await crowd.alice.say("\(number + 1)", in: "lobby") }
                try await body(server, crowd)
            }
        }
    }

    /// A request for work.
    static func claim(
        _ limit: Int, _ start: Claim.Start = .after(0), in target: String = "lobby", cursor: String = "worker"
    ) throws -> Claim {
        Claim(target: try Target(target), cursor: try Cursor.Name(cursor), limit: limit, start: start)
    }

    /// What became of some work.
    static func settle(
        _ claimed: Claimed, cursor: String = "worker", done: [Message.Seq] = [], failed: [Message.Seq] = []
    ) throws -> Settle {
        Settle(
            conversation: claimed.conversation, cursor: try Cursor.Name(cursor), done: done, failed: failed)
    }

    /// Takes work while listening.
    static func take(_ listener: inout Listener, _ limit: Int) async throws -> Claimed {
        guard case .claimed(let claimed) = try await listener.ask(.claim(claim(limit))).get() else {
            throw TestFailure("nothing claimed")
        }
        return claimed
    }
}
