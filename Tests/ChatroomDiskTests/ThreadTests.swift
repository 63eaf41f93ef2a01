internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct ThreadTests {
    /// Messages 1 to 4 are one thread, a reply of a reply of a reply; 5 and 7 another; 6 stands alone.
    private func threads() async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        for (body, replyTo) in [
            ("root", nil), ("reply", 1), ("reply of a reply", 2), ("deeper", 3), ("other root", nil), ("alone", nil),
            ("other reply", 5),
        ] as [(String, Message.Seq?)] { try await scratch.send(body, replyTo: replyTo) }
        return scratch
    }

    static let whole: [(Message.Seq, [Message.Seq])] = [
        (1, [1, 2, 3, 4]), (2, [1, 2, 3, 4]), (4, [1, 2, 3, 4]), (5, [5, 7]), (7, [5, 7]), (6, [6]),
    ]

    @Test(arguments: whole)
    func anyMessageLeadsToItsWholeThread(seq: Message.Seq, seqs: [Message.Seq]) async throws {
        #expect(try await threads().page { $0.thread = seq }.messages.map(\.seq) == seqs)
    }

    @Test(arguments: [8, .max] as [Message.Seq])
    func aMessageThatIsNotThereHasNoThread(seq: Message.Seq) async throws {
        let scratch = try await threads()
        #expect(try await refusal(of: try await scratch.page { $0.thread = seq }) == .notFound)
    }

    @Test func aThreadIsPagedAsAnyHistory() async throws {
        let scratch = try await threads()
        let page = try await scratch.page { query in
            query.thread = 3
            query.limit = 3
        }
        #expect(page.messages.map(\.seq) == [1, 2, 3])
        #expect(page.hasMore)
        let newest = try await scratch.page { query in
            query.thread = 3
            query.newest = 2
        }
        #expect(newest.messages.map(\.seq) == [3, 4])
        #expect(!newest.hasMore)
    }

    @Test func editsShowInAThread() async throws {
        let scratch = try await threads()
        try await scratch.send("deeper still", .edit(4))
        let bodies = try await scratch.page { $0.thread = 1 }.messages.map(\.body)
        #expect(bodies == ["root", "reply", "reply of a reply", "deeper still"])
    }

    @Test func aReplyToAnEditOfTheRootBelongsToItsThread() async throws {
        let scratch = try await threads()
        try await scratch.send("better root", .edit(1))
        try await scratch.send("reply to the edit", replyTo: 8)
        #expect(try await scratch.page { $0.thread = 1 }.messages.map(\.seq) == [1, 2, 3, 4, 9])
    }

    @Test func conversationsHaveThreadsOfTheirOwn() async throws {
        let scratch = try await threads()
        let direct = try await scratch.direct(with: scratch.bob)
        try await scratch.send("root", in: direct)
        try await scratch.send("reply", replyTo: 1, in: direct)
        #expect(try await scratch.page(of: direct) { $0.thread = 2 }.messages.count == 2)
        #expect(try await scratch.page { $0.thread = 2 }.messages.count == 4)
    }
}
