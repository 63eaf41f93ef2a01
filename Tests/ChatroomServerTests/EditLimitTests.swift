import ChatroomCore
import ChatroomTestSupport
import Testing

/// A message is edited only so often, so that to delete it takes nobody's time.
@Suite(.timeLimit(.minutes(1)))
struct EditLimitTests {
    @Test func oneMessageIsEditedOnlySoOften() async throws {
        try await InProcessServer.with {
            $0.limits.editsPerMessage = 3
        } _: { server in
            try await Crowd.with(server, "alice") { crowd in
                let alice = crowd.alice
                try await alice.say("one", in: "lobby")
                for text in ["a", "b", "c"] { try await alice.say(text, in: "lobby", act: .edit(1)) }
                #expect(await code { try await alice.say("d", in: "lobby", act: .edit(1)) } == .notAllowed)
                #expect(try await alice.read("lobby").map(\.body) == ["c"])
                try await alice.say("", in: "lobby", act: .delete(1))
                #expect(try await alice.read("lobby").allSatisfy { $0.isDeleted && $0.body.isEmpty })
            }
        }
    }

    @Test func anUpdateGoesOnWithAnotherMessage() async throws {
        try await InProcessServer.with {
            $0.limits.editsPerMessage = 2
        } _: { server in
            try await Crowd.with(server, "alice") { crowd in
                for number in 1...7 { try await crowd.alice.say("\(number)", in: "lobby", act: .update(key: "k")) }
                #expect(try await crowd.alice.read("lobby").map(\.body) == ["3", "6", "7"])
            }
        }
    }
}
