internal import ChatroomCore
internal import ChatroomStore
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// Cases at the edges of several rules, which go wrong where one of them is kept by itself.
struct HardCaseTests {
    // UpdateKeyTests
    @Test(arguments: ["\0", "\0k"])
    func aKeyThatBeginsWithNULDoesNotEndTheBatch(key: String) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let update = NewMessage(
            conversation: .lobby, sender: scratch.bob, id: .random(), body: "x", act: .update(key: key))
        let outcomes = try await scratch.append([.from(scratch.alice, "good"), update])
        #expect((try? outcomes[0].get().message.seq) == 1)
        #expect(scratch.faults.texts.isEmpty)
    }

    // QuestionTests
    @Test func aChoiceThatEndsInACarriageReturnDoesNotSpoilTheLog() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        // Either refused, or read as it was asked.
        _ = try? await scratch.send("?", .ask(choices: ["a\r", "b"], within: nil))
        #expect(try await refusal(of: try await scratch.page()) == nil)
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func aQuestionForVeryLongIsNotOverAtOnce() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("?", .ask(choices: [], within: .milliseconds(Int64.max)))
        #expect(try await !scratch.send("y", replyTo: 1).message.isLate)
    }

    // DeletionTests
    @Test(arguments: [3000, 60_000], [false, true])
    func theBytesOfALongTextAreGoneFromTheDatabase(length: Int, isExpired: Bool) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let word = UUID().uuidString
        let body = String(repeating: word + " ", count: length / word.count + 1)
        let seq = try await scratch.send(body).message.seq
        if isExpired {
            try await scratch.store.expire(.lobby, through: seq)
        } else {
            try await scratch.send("", .delete(seq))
        }
        try await scratch.store.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/chatroom.db"))
        #expect(bytes.range(of: Data(word.utf8)) == nil)
    }

    @Test func theWordsOfADeletedMessageAreGoneFromTheIndex() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let word = "zq" + UUID().uuidString.replacing("-", with: "").lowercased()
        try await scratch.send(word)
        #expect(try await scratch.find(word) == [1])
        try await scratch.send("", .delete(1))
        #expect(try await scratch.find(word) == [])
        _ = try await scratch.store.eraseTraces()
        try await scratch.store.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/search.db"))
        #expect(bytes.range(of: Data(word.utf8)) == nil)
    }

    @Test func aDeletionHasNoTextOfItsOwn() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("x")
        _ = try? await scratch.send("a body", .delete(1))
        #expect(try await scratch.entries().dropFirst().allSatisfy { $0.body.isEmpty })
    }

    // ThreadTests
    @Test func aReplyToAnEditOfAReplyBelongsToTheThread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("root")
        try await scratch.send("reply", replyTo: 1)
        try await scratch.send("better reply", .edit(2))
        try await scratch.send("deeper", replyTo: 3)
        for seq in [1, 2, 4] as [Message.Seq] {
            #expect(try await scratch.page { $0.thread = seq }.messages.map(\.seq) == [1, 2, 4])
        }
    }

    @Test func anEditLeadsToTheThreadOfItsMessage() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("root")
        try await scratch.send("reply", replyTo: 1)
        try await scratch.send("better reply", .edit(2))
        #expect(try await scratch.page { $0.thread = 3 }.messages.map(\.seq) == [1, 2])
    }

    // Schema2RulesTests
    @Test(arguments: [("'edit'", "NULL"), ("'deletion'", "NULL"), ("NULL", "1")])
    func whatChangesAMessageNamesIt(entry: String, changes: String) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("first")
        await #expect(throws: (any Error).self) {
            try await scratch.execute(
                """
                INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, chain, body, entry, changes)
                VALUES (1, 2, randomblob(16), 1, 'human', 1000, randomblob(32), 'text', \(entry), \(changes))
                """)
        }
    }

    // UnreadTests
    @Test func mentionsAreCountedAmongWhatIsUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("@bob")
        _ = try await scratch.append((1...100).map { .from(scratch.bob, "\($0)") })
        let summary = try #require(try await scratch.store.summary(of: .lobby, for: scratch.bob.id))
        #expect(summary.mentions <= summary.unread)
    }

    @Test func whatWasSaidBeforeOneCameBackIsNotUnread() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        for change in [.join, .leave] as [ChangeMember.Change] {
            try await scratch.store.change(change, scratch.bob.id, in: room)
        }
        for number in 1...5 { try await scratch.send("\(number)", in: room) }
        try await scratch.store.change(.join, scratch.bob.id, in: room)
        #expect(try await scratch.store.summary(of: room, for: scratch.bob.id)?.unread == 0)
    }

    // RetentionTests
    @Test func whatComesAfterAnExpiryBeyondTheLogIsThere() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one")
        try await scratch.store.expire(.lobby, through: 10)
        try await scratch.send("two")
        #expect(try await scratch.log().map(\.seq) == [2])
        #expect(try await scratch.find("two") == [2])
    }

    // RoomStoreTests
    @Test func theNameOfTheLobbyIsTaken() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        #expect(try await refusal(of: try await scratch.room("lobby")) == .exists)
    }

    @Test func aRemovedRoomLeavesNoKeys() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await scratch.send("x", .update(key: "k"), in: room)
        try await scratch.store.removeRoom(room)
        #expect(try await scratch.number("SELECT count(*) FROM updates") == 0)
    }

    @Test func theLobbyIsNotRemovedByHalf() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let before = try await scratch.number("SELECT count(*) FROM cursors")
        _ = try? await scratch.store.removeRoom(.lobby)
        #expect(try await scratch.number("SELECT count(*) FROM cursors") == before)
    }
}
