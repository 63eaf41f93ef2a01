internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct ChainTests {
    @Test func theChainOfALongLogIsWhole() async throws {
        let scratch = try await ScratchStore()
        for part in 0..<3 { _ = try await scratch.append((0..<700).map { .from(scratch.bob, "\(part) \($0)") }) }
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
        #expect(try await scratch.store.verifyChain(of: Conversation.ID(rawValue: 99)) == nil)
    }

    @Test(arguments: [
        "body = 'Third'", "body = 'third '", "body = CAST(x'ff' || substr(body, 2) AS TEXT)", "body = ''",
        "time = time + 1", "time = time - 1", "reply_to = NULL", "reply_to = 2", "sender = 2",
        "sender_kind = 'script'", "id = randomblob(16)", "chain = zeroblob(32)", "chain = x'00'",
        "body = NULL, body_digest = zeroblob(32)", "body_digest = zeroblob(32)", "seq = 99", "id = x'00'",
    ])
    func aChangedMessageIsFound(change: String) async throws {
        let scratch = try await ScratchStore()
        for body in ["first", "second"] { _ = try await scratch.say(body) }
        _ = try await scratch.append([.from(scratch.alice, "third", replyTo: 1)])
        for body in ["fourth", "fifth"] { _ = try await scratch.say(body) }
        let store = try await scratch.reopened(after: "UPDATE messages SET \(change) WHERE seq = 3")
        #expect(try await store.verifyChain(of: .lobby) == 3)
    }

    @Test func aMissingMessageIsFound() async throws {
        let scratch = try await ScratchStore()
        for body in ["first", "second", "third"] { _ = try await scratch.say(body) }
        let store = try await scratch.reopened(after: "DELETE FROM messages WHERE seq = 2")
        #expect(try await store.verifyChain(of: .lobby) == 2)
    }

    @Test func aMissingSenderIsFound() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.say("first")
        _ = try await scratch.append([.from(scratch.bob, "second")])
        let store = try await scratch.reopened(after: "DELETE FROM users WHERE name = 'bob'")
        #expect(try await store.verifyChain(of: .lobby) == 2)
    }

    @Test func aDeletedBodyLeavesTheChainWhole() async throws {
        let scratch = try await ScratchStore()
        for body in ["first", "second", "third"] { _ = try await scratch.say(body) }
        try await scratch.send("", .delete(2))
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func aBodyThatNobodyDeletedIsFound() async throws {
        let scratch = try await ScratchStore()
        for body in ["first", "second", "third"] { _ = try await scratch.say(body) }
        try await scratch.deleteBody(of: 2)
        #expect(try await scratch.store.verifyChain(of: .lobby) == 2)
    }
}
