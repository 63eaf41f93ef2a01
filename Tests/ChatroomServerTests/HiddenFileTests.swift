import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import Testing

@testable import ChatroomServer

/// A file that is not to be fetched is answered as one that does not exist.
@Suite(.timeLimit(.minutes(1)))
struct HiddenFileTests {
    @Test func whateverTheReason() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob") { crowd in
                let begun = try await crowd.alice.beginFile(size: 3).file
                try await crowd.alice.put("ab", to: begun)
                let sized = try await crowd.alice.beginFile(size: 3).file
                let whole = try await crowd.alice.upload("abc")
                try await crowd.alice.make("vault", isPrivate: true)
                let hidden = try await crowd.alice.upload("abc", in: "vault")
                try await crowd.alice.bring(hidden, in: "vault")
                var random = SystemRandomNumberGenerator()
                for file in [begun, sized, whole, hidden, FileID(using: &random)] {
                    for person in [crowd.bob, crowd.root] {
                        do {
                            _ = try await person.ask(.openFile(file))
                            Issue.record("opened")
                        } catch let error as ChatError {
                            #expect(error.code == .notFound)
                            #expect(error.message == "there is no file \(file), or it is gone")
                            #expect(error.hint == "'chatroom getfile --list' shows what there is.")
                        }
                    }
                }
                // Not even its owner opens what no message brings.
                try await expect(.notFound) { try await crowd.alice.ask(.openFile(begun)) }
                let opened = try await crowd.alice.fetch(hidden)
                #expect(opened == "abc")
            }
        }
    }
}
