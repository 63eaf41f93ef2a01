internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Testing

@testable internal import ChatroomDisk

struct EditTests {
    @Test func theNewestEditShowsInTheMessage() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one")
        #expect(try await scratch.send("two", .edit(1), at: 2000).message.entry == .edit(of: 1))
        try await scratch.send("three \0 é", .edit(1), at: 3000)
        let page = try await scratch.page()
        #expect(page.messages.map(\.seq) == [1])
        #expect(page.messages.map(\.body) == ["three \0 é"])
        #expect(page.messages.map(\.edited) == [Timestamp(milliseconds: 3000)])
        #expect(page.messages.map(\.time) == [Timestamp(milliseconds: 1000)])
        #expect(page.head == 3)
        #expect(!page.hasMore)
    }

    @Test func everyEntryIsThereAsItWasStored() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one")
        try await scratch.send("two", .edit(1))
        try await scratch.send("three", .edit(1))
        let entries = try await scratch.entries()
        #expect(entries.map(\.body) == ["one", "two", "three"])
        #expect(entries.map(\.entry) == [.text, .edit(of: 1), .edit(of: 1)])
        #expect(entries.allSatisfy { $0.edited == nil && !$0.isDeleted })
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func anEditInAnotherConversationShowsOnlyThere() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let direct = try await scratch.direct(with: scratch.bob)
        try await scratch.send("in the lobby")
        try await scratch.send("between us", in: direct)
        try await scratch.send("changed", .edit(1), in: direct)
        #expect(try await scratch.page().messages.map(\.body) == ["in the lobby"])
        #expect(try await scratch.page(of: direct).messages.map(\.body) == ["changed"])
    }

    @Test func theNewestOfManyEditsShowsInEachMessage() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        var random = SeededRandom(seed: 5)
        var texts: [Message.Seq: String] = [:]
        for seq in 1...20 as ClosedRange<Message.Seq> {
            try await scratch.send("first \(seq)")
            texts[seq] = "first \(seq)"
        }
        for number in 0..<300 {
            let seq = Message.Seq.random(in: 1...20, using: &random)
            if texts[seq] == nil { continue }
            if number % 40 == 39 {
                try await scratch.send("", .delete(seq))
                texts[seq] = nil
            } else {
                try await scratch.send("edit \(number)", .edit(seq))
                texts[seq] = "edit \(number)"
            }
        }
        let page = try await scratch.page().messages
        #expect(page.map(\.body) == (1...20).map { texts[$0] ?? "" })
        for message in page { #expect(message.isDeleted == (texts[message.seq] == nil)) }
        let entries = try await scratch.entries()
        #expect(entries.allSatisfy { $0.changes.map { texts[$0] == nil } != true || $0.body.isEmpty })
    }

    /// Messages 1, 2, 4 and 6; the others are edits.
    private func withEdits() async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        for (body, act) in [
            ("a", .post), ("b", .post), ("A", .edit(1)), ("c", .post), ("C", .edit(4)), ("d", .post), ("B", .edit(2)),
        ] as [(String, OutgoingMessage.Act)] { try await scratch.send(body, act) }
        return scratch
    }

    static let newest: [(Int, [Message.Seq])] = [
        (0, []), (1, [6]), (2, [4, 6]), (3, [2, 4, 6]), (4, [1, 2, 4, 6]), (.max, [1, 2, 4, 6]),
    ]

    @Test(arguments: newest)
    func theNewestAreCountedWithoutEdits(newest: Int, seqs: [Message.Seq]) async throws {
        #expect(try await withEdits().page { $0.newest = newest }.messages.map(\.seq) == seqs)
    }

    @Test func pagesTileTheMessages() async throws {
        let scratch = try await withEdits()
        for limit in 1...5 {
            var bodies: [String] = []
            var after: Message.Seq = 0
            var hasMore = true
            while hasMore {
                let page = try await scratch.page { query in
                    query.after = after
                    query.limit = limit
                }
                #expect(page.messages.count == limit || !page.hasMore)
                bodies += page.messages.map(\.body)
                after = page.messages.last?.seq ?? after
                hasMore = page.hasMore
            }
            #expect(bodies == ["A", "B", "C", "d"])
        }
    }

    @Test func theNewestBeforeASeqAreCountedWithoutEdits() async throws {
        let page = try await withEdits().page { query in
            query.newest = 2
            query.before = 6
        }
        #expect(page.messages.map(\.seq) == [2, 4])
    }

    @Test func aPageThatAnEditMakesLongerKeepsToItsBytes() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for body in ["aa", "bb", "cc"] { try await scratch.send(body) }
        try await scratch.send("0123456789", .edit(2))
        var pages: [[String]] = []
        var after: Message.Seq = 0
        var hasMore = true
        while hasMore {
            let page = try await scratch.page(byteLimit: 6) { $0.after = after }
            pages.append(page.messages.map(\.body))
            after = page.messages.last?.seq ?? after
            hasMore = page.hasMore
        }
        #expect(pages == [["aa"], ["0123456789"], ["cc"]])
    }

    @Test func onlyAnOwnMessageThatIsThereCanBeEdited() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("alice's")
        try await scratch.send("bob's", from: scratch.bob)
        try await scratch.send("edited", .edit(1))
        try await scratch.send("a topic", .topic)
        try await scratch.send("to go")
        try await scratch.send("", .delete(5))
        for (seq, code) in [
            (2, .notAllowed), (3, .invalid), (4, .invalid), (5, .notFound), (6, .invalid), (7, .notFound),
            (99, .notFound), (0, .notFound), (.max, .notFound),
        ] as [(Message.Seq, ChatError.Code)] {
            #expect(try await refusal(of: try await scratch.send("x", .edit(seq), mayModerate: true)) == code, "\(seq)")
        }
        #expect(try await scratch.store.head(of: .lobby) == 6)
    }

    @Test func aRefusedEditDisturbsNothingElseOfItsBatch() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let edit = NewMessage(
            conversation: .lobby, sender: scratch.bob, id: .random(), body: "x", act: .edit(1))
        let outcomes = try await scratch.append([.from(scratch.alice, "one"), edit, .from(scratch.bob, "two")])
        #expect(outcomes.map { try? $0.get().message.seq } == [1, nil, 2])
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    @Test func aMessageCanBeEditedInTheBatchThatBringsIt() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let edit = NewMessage(
            conversation: .lobby, sender: scratch.alice, id: .random(), body: "better", act: .edit(1))
        _ = try await scratch.append([.from(scratch.alice, "one"), edit])
        #expect(try await scratch.log().map(\.body) == ["better"])
    }

    @Test func anEditSentAgainIsStoredOnce() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one")
        try await scratch.send("another")
        let id = MessageID.random()
        let first = try await scratch.send("two", .edit(1), id: id)
        try await scratch.send("three", .edit(1))
        let again = try await scratch.send("two", .edit(1), id: id)
        #expect(again == Appended(message: first.message, isDuplicate: true))
        #expect(try await scratch.log().map(\.body) == ["three", "another"])
        for (body, act) in [("other", .edit(1)), ("two", .edit(2)), ("two", .post), ("two", .delete(1))]
            as [(String, OutgoingMessage.Act)]
        {
            #expect(try await refusal(of: try await scratch.send(body, act, id: id)) == .idReused)
        }
    }

    @Test func anEditSentAgainAfterTheDeletionIsAnsweredAgain() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("one")
        let id = MessageID.random()
        try await scratch.send("two", .edit(1), id: id)
        try await scratch.send("", .delete(1))
        let again = try await scratch.send("two", .edit(1), id: id)
        #expect(again.isDuplicate)
        #expect(again.message.seq == 2)
    }
}
