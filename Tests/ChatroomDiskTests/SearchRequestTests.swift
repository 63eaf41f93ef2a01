internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Testing

@testable internal import ChatroomDisk

struct SearchRequestTests {
    private static let word = [SearchTerm(text: "word")]

    private static func rooms(_ numbers: some Sequence<Int>) -> Set<Conversation.ID> {
        Set(numbers.map { Conversation.ID(rawValue: Int64($0)) })
    }

    /// What is found, as `conversation:seq`.
    private func find(_ request: SearchRequest, in scratch: ScratchIndex) async throws -> [String] {
        try await scratch.index.search(request).map { "\($0.conversation):\($0.seq)" }
    }

    @Test(arguments: [false, true])
    func onlyTheConversationsThatAreNamedAnswer(many: Bool) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.index.apply((1...99).map { .text("word", 1, in: $0, at: 1_000_000 - $0) })
        let allowed = many ? Array(2...60) : [2, 12, 22, 52]
        let found = try await find(
            SearchRequest(terms: Self.word, conversations: Self.rooms(allowed), limit: 100), in: scratch)
        #expect(found == allowed.map { "\($0):1" })
        #expect(try await find(SearchRequest(terms: Self.word, conversations: [], limit: 9), in: scratch) == [])
    }

    @Test(arguments: [1...1, 1...40])
    func messagesAreFoundByTheirSenderAndTheirFile(rooms: ClosedRange<Int>) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.index.apply([
            .text("word", 1, from: 1), .text("word", 2, from: 12), .text("word", 3, from: 12, hasFile: true),
            .text("word", 4, from: 1, hasFile: true), .text("", 5, from: 12, hasFile: true),
        ])
        var request = SearchRequest(terms: Self.word, conversations: Self.rooms(rooms), limit: 9)
        request.sender = Account.ID(rawValue: 12)
        #expect(try await find(request, in: scratch) == ["1:3", "1:2"])
        request.hasFile = true
        #expect(try await find(request, in: scratch) == ["1:3"])
        request.sender = nil
        #expect(try await find(request, in: scratch) == ["1:4", "1:3"])
    }

    @Test(
        arguments: [
            (nil, nil, [3, 2, 1]), (2000, nil, [3, 2]), (2001, nil, [3]), (nil, 2000, [1]), (nil, 2001, [2, 1]),
            (2000, 3000, [2]), (3000, 2000, []), (Int64.min, .max, [3, 2, 1]), (.max, nil, []), (nil, .min, []),
        ] as [(Int64?, Int64?, [Message.Seq])])
    func timesBoundWhatIsFound(since: Int64?, until: Int64?, seqs: [Message.Seq]) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("word", "word", "word")
        let request = SearchRequest(
            terms: Self.word, since: since.map(Timestamp.init(milliseconds:)),
            until: until.map(Timestamp.init(milliseconds:)), conversations: [.lobby], limit: 9)
        #expect(try await scratch.index.search(request).map(\.seq) == seqs)
    }

    @Test(arguments: [3, 50])
    func pagesGoFromTheNewestToTheOldestInWhateverOrderTheyWereIndexed(rooms: Int) async throws {
        let scratch = try await ScratchIndex()
        // Room 3 is indexed first, though its messages are the last; of one time there are three.
        try await scratch.index.apply([.text("word", 1, in: 3, at: 500), .text("word", 2, in: 3, at: 900)])
        try await scratch.index.apply([.text("word", 1, in: 2, at: 500), .text("word", 2, in: 2, at: 600)])
        try await scratch.index.apply([
            .text("word", 1, in: 1, at: 800), .text("other", 2, in: 1, at: 850), .text("word", 3, in: 3, at: 900),
            .text("word", 4, in: 3, at: 900),
        ])
        var request = SearchRequest(terms: Self.word, conversations: Self.rooms(1...rooms), limit: 3)
        var pages: [[String]] = []
        while true {
            let hits = try await scratch.index.search(request)
            guard let last = hits.last else { break }
            pages.append(hits.map { "\($0.conversation):\($0.seq)" })
            request.before = last.position
        }
        #expect(pages == [["3:4", "3:3", "3:2"], ["1:1", "2:2", "2:1"], ["3:1"]])
    }

    @Test(arguments: [
        "nothing\"\u{301} OR words OR \"\u{301}x", "x\"\u{301} OR plain OR \"\u{301}",
        "y\"\u{200D})) OR (tags : c1) OR ((body : \"\u{301}x",
    ])
    func aQuoteWithAMarkBehindItEndsNoWord(term: String) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("plain words only")
        #expect(try await scratch.find([SearchTerm(text: term)]) == [])
    }

    @Test func noTermIsAnythingButWordsToTheIndex() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("canary alone")
        let pieces: [String] = [
            "\"", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{1F3FD}", "*", "(", ")", ":", "^", " ", "canary", "OR", "NOT",
            "x",
            "\r", "\n", "-", "+", "{", "}", "tags", "c1",
        ]
        var random = SeededRandom(seed: 13)
        var hits = 0
        for _ in 0..<3000 {
            let count = Int.random(in: 1...12, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let found: [Message.Seq]
            do {
                found = try await scratch.find([SearchTerm(text: text)])
            } catch let error as ChatError where error.code == .invalid {
                // Nothing to search for.
                continue
            }
            hits += found.count
            // A phrase is found where all its words are, and this text has but one such.
            let words = text.unicodeScalars.filter { $0 != "\u{301}" && $0 != "\u{FE0F}" }
                .split { !$0.isASCII || !$0.properties.isAlphabetic && $0.properties.numericType == nil }
            #expect(found == [] || words.map(String.init) == ["canary"], "\(text.debugDescription)")
        }
        #expect(hits > 0)
    }

    @Test func aLimitOfNothingFindsNothing() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("word")
        for limit in [0, -1, .min] {
            let request = SearchRequest(terms: Self.word, conversations: [.lobby], limit: limit)
            #expect(try await scratch.index.search(request) == [])
        }
    }
}
