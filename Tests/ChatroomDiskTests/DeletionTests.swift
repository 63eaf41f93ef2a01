internal import ChatroomCore
internal import ChatroomStore
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

struct DeletionTests {
    /// A message with two edits that is deleted, among others.
    private func deleted() async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("first @bob")
        try await scratch.send("second", from: scratch.bob)
        try await scratch.send("third", .edit(1))
        try await scratch.send("fourth", .edit(1))
        try await scratch.send("", .delete(1), at: 2000)
        return scratch
    }

    @Test func theMessageIsEmptyAndSaysWhy() async throws {
        let scratch = try await deleted()
        let log = try await scratch.log()
        #expect(log.map(\.seq) == [1, 2])
        #expect(log.map(\.body) == ["", "second"])
        #expect(log.map(\.isDeleted) == [true, false])
        #expect(log.map(\.edited) == [nil, nil])
    }

    @Test func itsTextAndThatOfItsEditsAreGoneFromTheRows() async throws {
        let scratch = try await deleted()
        #expect(try await scratch.number("SELECT count(*) FROM messages WHERE body IS NULL") == 3)
        #expect(
            try await scratch.number(
                "SELECT count(*) FROM messages WHERE body IS NULL AND seq IN (1, 3, 4) AND length(body_digest) = 32")
                == 3)
        let entries = try await scratch.entries()
        #expect(entries.map(\.body) == ["", "second", "", "", ""])
        #expect(entries.map(\.isDeleted) == [true, false, true, true, false])
        #expect(entries.last?.entry == .deletion(of: 1))
    }

    @Test func theChainIsWhole() async throws {
        let scratch = try await deleted()
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
        let store = try await scratch.reopened(after: "")
        #expect(try await store.verifyChain(of: .lobby) == nil)
    }

    @Test func whomItMentionedIsMentionedNoMore() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("@bob")
        #expect(try await scratch.page(for: scratch.bob) { $0.mentionsOnly = true }.messages.count == 1)
        try await scratch.send("", .delete(1))
        #expect(try await scratch.page(for: scratch.bob) { $0.mentionsOnly = true }.messages.isEmpty)
        #expect(try await scratch.number("SELECT count(*) FROM mentions") == 0)
    }

    @Test func itsBytesAreGoneFromTheFiles() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...50 { try await scratch.send("message \(number)") }
        let words = ["first-" + UUID().uuidString, "second-" + UUID().uuidString]
        let seq = try await scratch.send(words[0]).message.seq
        try await scratch.send(words[1], .edit(seq))
        for number in 1...50 { try await scratch.send("message \(number)") }
        try await scratch.send("", .delete(seq))
        try await scratch.store.close()
        for file in try FileManager.default.contentsOfDirectory(atPath: scratch.path) where !file.hasPrefix("search") {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/" + file))
            for word in words { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(file)") }
        }
    }

    @Test func aModeratorDeletesWhatOthersSent() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("alice's")
        #expect(try await refusal(of: try await scratch.send("", .delete(1), from: scratch.bob)) == .notAllowed)
        let deletion = try await scratch.send("", .delete(1), from: scratch.bob, mayModerate: true)
        #expect(deletion.message.sender == scratch.bob.user.name)
        #expect(try await scratch.log().map(\.isDeleted) == [true])
        #expect(try await scratch.log().map(\.sender) == [scratch.alice.user.name])
    }

    @Test func onlyAMessageThatIsThereCanBeDeleted() async throws {
        let scratch = try await deleted()
        try await scratch.send("a topic", .topic)
        for (seq, code) in [
            (1, .notFound), (3, .invalid), (5, .invalid), (6, .invalid), (7, .notFound), (0, .notFound),
        ]
            as [(Message.Seq, ChatError.Code)]
        {
            #expect(try await refusal(of: try await scratch.send("", .delete(seq), mayModerate: true)) == code)
        }
    }

    @Test func aDeletionSentAgainIsStoredOnce() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let id = MessageID.random()
        let deletion = MessageID.random()
        try await scratch.send("one", id: id)
        let first = try await scratch.send("", .delete(1), id: deletion)
        let again = try await scratch.send("", .delete(1), id: deletion)
        #expect(again == Appended(message: first.message, isDuplicate: true))
        #expect(try await scratch.send("one", id: id).isDuplicate)
        #expect(try await refusal(of: try await scratch.send("two", id: id)) == .idReused)
        #expect(try await scratch.store.head(of: .lobby) == 2)
    }

    @Test func repliesToItStay() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("root")
        try await scratch.send("reply", from: scratch.bob, replyTo: 1)
        try await scratch.send("", .delete(1))
        try await scratch.send("late reply", from: scratch.bob, replyTo: 1)
        #expect(try await scratch.page { $0.thread = 2 }.messages.map(\.body) == ["", "reply", "late reply"])
    }
}
