import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomDisk
@testable import ChatroomServer

/// An account that is disabled is named as that by all who are asked for it.
@Suite(.timeLimit(.minutes(1)))
struct DisabledAccountTests {
    private static func answer(_ request: Request, _ connection: ChatConnection) async -> Result<Reply, ChatError> {
        do throws(ChatError) { return .success(try await connection.ask(request)) } catch { return .failure(error) }
    }

    @Test func whatNeedsItsUserSaysThatItIsDisabled() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            _ = try await server.register("bob")
            try await server.client(alice).withConnection { connection in
                _ = try await connection.send(OutgoingMessage("before", to: .direct(Sample.name("bob"))))
            }
            let store = try #require(server.server.services.engines.accounts as? SQLiteStore)
            try await store.access.transaction { db in
                _ = try db.run("UPDATE users SET disabled = 1 WHERE name = 'bob'", [])
            }
            try await server.client(alice).withConnection { connection in
                let bob = Target.direct(Sample.name("bob"))
                for request in [Request.send(OutgoingMessage("hi", to: bob)), .who(Who(target: bob))] {
                    let answer = await Self.answer(request, connection)
                    #expect(answer.code == .notFound)
                    #expect(answer.words == "the account '@bob' is disabled")
                }
                // What was said stays readable, and nobody else is called disabled.
                let page = try await connection.history(HistoryQuery(target: bob))
                #expect(page.messages.map(\.body) == ["before"])
                let carol = await Self.answer(.who(Who(target: .direct(Sample.name("carol")))), connection)
                #expect(carol.words == "there is no user 'carol'")
            }
        }
    }
}

extension Result<Reply, ChatError> {
    /// What a refusal says.
    fileprivate var words: String? {
        if case .failure(let error) = self { error.message } else { nil }
    }
}
