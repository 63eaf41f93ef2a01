internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

/// One id, two acts: the same act is answered again, every other one is refused.
struct ReusedIDTests {
    /// Acts with the same text; the first message of the log is there to be changed, the second is the key's.
    private static let acts: [(OutgoingMessage.Act, String)] = [
        (.post, "text"), (.edit(1), "text"), (.edit(2), "text"), (.delete(3), ""), (.delete(4), ""),
        (.update(key: "k"), "text"), (.update(key: "K"), "text"), (.update(key: "e\u{301}"), "text"),
        (.update(key: "\u{E9}"), "text"), (.ask(choices: [], within: nil), "text"),
        (.ask(choices: ["a"], within: nil), "text"), (.ask(choices: ["b"], within: nil), "text"),
        (.ask(choices: ["a", "b"], within: .seconds(1)), "text"), (.ask(choices: ["b", "a"], within: nil), "text"),
        (.topic, "text"),
    ]

    @Test(arguments: acts.indices)
    func onlyTheSameActIsAnsweredAgain(first: Int) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one")
        try await scratch.send("two", .update(key: "k"))
        for text in ["three", "four"] { try await scratch.send(text) }
        let id = MessageID.random()
        let (act, body) = Self.acts[first]
        let stored = try await scratch.send(body, act, id: id).message.seq
        for (index, (act, body)) in Self.acts.enumerated() {
            let code = try await refusal(of: try await scratch.send(body, act, id: id, at: 5000))
            #expect(code == (index == first ? nil : .idReused), "\(Self.acts[first]) then \(act)")
        }
        let again = try await scratch.send(body, act, id: id, at: 9000)
        #expect(again.isDuplicate && again.message.seq == stored)
        #expect(try await scratch.store.head(of: .lobby) == 5)
    }

    /// Its key was not kept, so it is answered as it always was.
    @Test func anUpdateOfAnEarlierSchemaIsAnsweredAgain() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let id = MessageID.random()
        try await scratch.send("old", .update(key: "k"), id: id)
        let store = try await scratch.reopened(
            after: "UPDATE messages SET update_key = NULL; UPDATE heads SET since = 1")
        let message = NewMessage(
            conversation: .lobby, sender: scratch.alice, id: id, body: "old", act: .update(key: "k"))
        let again = try await store.append([message], at: Timestamp(milliseconds: 2000))[0].get()
        #expect(again.isDuplicate)
    }
}
