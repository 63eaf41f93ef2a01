internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct UpdateKeyTests {
    @Test func theFirstIsAMessageAndTheNextAreItsEdits() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let entries = [
            try await scratch.send("10 %", .update(key: "build")),
            try await scratch.send("50 %", .update(key: "build")),
            try await scratch.send("done", .update(key: "build")),
        ]
        .map(\.message.entry)
        #expect(entries == [.text, .edit(of: 1), .edit(of: 1)])
        #expect(try await scratch.log().map(\.body) == ["done"])
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func eachKeySenderAndConversationHasAMessageOfItsOwn() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let direct = try await scratch.direct(with: scratch.bob)
        for text in ["old", "new"] {
            try await scratch.send("a \(text)", .update(key: "a"))
            try await scratch.send("A \(text)", .update(key: "A"))
            try await scratch.send("bob's \(text)", .update(key: "a"), from: scratch.bob)
            try await scratch.send("direct \(text)", .update(key: "a"), in: direct)
        }
        #expect(try await scratch.log().map(\.body) == ["a new", "A new", "bob's new"])
        #expect(try await scratch.log(of: direct).map(\.body) == ["direct new"])
    }

    @Test func afterADeletionAMessageBeginsAnew() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one", .update(key: "k"))
        try await scratch.send("", .delete(1))
        #expect(try await scratch.send("two", .update(key: "k")).message.entry == .text)
        #expect(try await scratch.send("three", .update(key: "k")).message.entry == .edit(of: 3))
        #expect(try await scratch.log().map(\.body) == ["", "three"])
    }

    @Test func aKeyIsKnownAfterReopening() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one", .update(key: "k"))
        let store = try await scratch.reopened(after: "")
        let message = NewMessage(
            conversation: .lobby, sender: scratch.alice, id: .random(), body: "two", act: .update(key: "k"))
        let appended = try await store.append([message], at: Timestamp(milliseconds: 1000))[0].get()
        #expect(appended.message.entry == .edit(of: 1))
    }

    @Test func anUpdateSentAgainIsStoredOnce() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let ids = [MessageID.random(), .random()]
        for id in ids { try await scratch.send("same", .update(key: "k"), id: id) }
        for (id, seq) in zip(ids, [1, 2] as [Message.Seq]) {
            let again = try await scratch.send("same", .update(key: "k"), id: id)
            #expect(again.isDuplicate)
            #expect(again.message.seq == seq)
        }
        #expect(try await refusal(of: try await scratch.send("other", .update(key: "k"), id: ids[0])) == .idReused)
    }

    @Test(arguments: [" ", "a\nb", "é🦀", "'; DROP TABLE updates", String(repeating: "k", count: 64)])
    func aKeyIsAnyText(key: String) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one", .update(key: key))
        #expect(try await scratch.send("two", .update(key: key)).message.entry == .edit(of: 1))
    }

    @Test func updatesOfOneBatchFindEachOther() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let batch = (1...3).map { number in
            NewMessage(
                conversation: .lobby, sender: scratch.alice, id: .random(), body: "\(number)", act: .update(key: "k"))
        }
        let entries = try await scratch.append(batch).map { try $0.get().message.entry }
        #expect(entries == [.text, .edit(of: 1), .edit(of: 1)])
    }
}
