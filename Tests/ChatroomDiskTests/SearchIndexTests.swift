internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct SearchIndexTests {
    @Test(arguments: [
        ("green", [3, 1]), ("GREEN", [3, 1]), ("build green", [1]), ("green build", [1]), ("\"is green\"", [1]),
        ("\"green is\"", []), ("gre*", [3, 1]), ("gre", []), ("\"812 is gr\"*", [1]), ("green -build", [3]),
        ("green -\"is green\"", [3]), ("green -build -leaf", []), ("cafe", [4]), ("CAFÉ", [4]), ("cafe\u{301}", [4]),
        ("naïve", [4]), ("ops:deploy", [2]), ("deploy/prod", [2]), ("813", []), ("812", [1]),
        ("nothing", []), ("c1", []), ("u1", []), ("hasfile", []),
    ])
    func messagesAreFoundByTheirWords(text: String, seqs: [Message.Seq]) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("Build 812 is green", "ops:deploy/prod failed", "a Green leaf", "Café, naive")
        #expect(try await scratch.find(text) == seqs)
    }

    @Test(arguments: [
        ("東京", [1]), ("京都", [2, 1]), ("都", [2, 1]), ("東都", []), ("\"東京都に\"", [1]), ("住む", [1]), ("東京*", [1]),
        ("京都 -東京", [2]), ("カタカナ", [3]), ("タカ", [3]), ("한국", [4]), ("국말", []), ("server東京", []), ("v2東", [1]),
        ("𠮷野", [5]),
    ])
    func wordsWithoutSpacesAreFound(text: String, seqs: [Message.Seq]) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("v2東京都に住む", "京都 server", "カタカナ", "한국어 말", "𠮷野家")
        #expect(try await scratch.find(text) == seqs)
    }

    @Test(arguments: [
        ("ελληνικα", [1]), ("ΕΛΛΗΝΙΚΆ", [1]), ("теплый", [2]), ("ТЁПЛЫЙ", [2]), ("σισυφοσ", [3]), ("σίσυφος", [3]),
        ("เมือง", [4]), ("มหานคร", [4]), ("มหาเมือง", []), ("ຊາວ", [5]), ("zebra", [6]), ("error", [6]), ("31m", []),
        ("🎉", [7]), ("👍", [7]), ("👍🏽", [7]), ("🎈", []), ("done 🎉", [7]), ("\u{100381}", []), ("می خواهم", [8]),
        ("दिन", [9]), ("दान", []),
    ])
    func wordsOfAllScriptsAreFound(text: String, seqs: [Message.Seq]) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say(
            "Ελληνικά", "тёплый день", "Σίσυφος", "กรุงเทพมหานครเป็นเมืองหลวง", "ສະບາຍດີຊາວໂລກ",
            "\u{1B}[31merror:\u{1B}[0m disk \u{1B}[01;31m\u{1B}[Kzebra\u{1B}[m\u{1B}[K", "done 🎉 👍🏽", "می\u{200C}خواهم",
            "दिन")
        #expect(try await scratch.find(text) == seqs)
    }

    @Test func filtersAloneFindAllThatTheyLetThrough() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.index.apply([
            .text("a", 1), .text("b", 2, hasFile: true), .text("c", 3, from: 2), .text("d", 1, in: 2, hasFile: true),
        ])
        func find(_ text: String? = nil, _ set: (inout SearchRequest) -> Void) async throws -> [Message.Seq] {
            var request = SearchRequest(
                terms: text.map { [SearchTerm(text: $0, isExcluded: true)] } ?? [], conversations: [.lobby], limit: 9)
            set(&request)
            return try await scratch.index.search(request).map(\.seq)
        }
        #expect(try await find { $0.hasFile = true } == [2])
        #expect(try await find { $0.sender = Account.ID(rawValue: 1) } == [2, 1])
        #expect(try await find { $0.since = Timestamp(milliseconds: 2000) } == [3, 2])
        #expect(try await find("b") { $0.sender = Account.ID(rawValue: 1) } == [1])
        #expect(try await refusal(of: try await find { _ in }) == .invalid)
        #expect(try await refusal(of: try await find("b") { _ in }) == .invalid)
    }

    @Test(arguments: [
        "\" OR body:x", "x\" OR \"secret", "NEAR(secret other)", "tags : c2", "body:secret", "secret) OR (x",
        "{body tags}:c2", "- c2", "secret AND other", "x OR secret", "NOT", "AND", "*a", "\0secret\" OR x", "\"\"\"x",
        "c2 : hasfile", "'; DROP TABLE rows; --x", "secret + other", "NEAR/2x",
    ])
    func aTermIsNeverTakenForALanguage(text: String) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.index.apply([
            .text("only secret words", 1), .text("plain", 2), .text("x", 1, in: 2, hasFile: true),
        ])
        for isPrefix in [false, true] {
            #expect(try await scratch.find([SearchTerm(text: text, isPrefix: isPrefix)]) == [])
            let term = SearchTerm(text: text, isPrefix: isPrefix, isExcluded: true)
            #expect(try await scratch.find([SearchTerm(text: "plain"), term]) == [2])
        }
        #expect(scratch.faults.texts.isEmpty)
    }

    @Test(arguments: ["secret*", "^secret", "\"secret", "secret\0", "+secret", "(secret", "secret:"])
    func signsAroundAWordMeanNothing(text: String) async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("secrets", "a secret")
        #expect(try await scratch.find([SearchTerm(text: text)]) == [2])
    }

    @Test func aTermWhoseWordsTheIndexDoesNotKnowFindsNothing() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("a ⁕ b")
        // Kawi, younger than the tables of characters in SQLite.
        #expect(try await scratch.find([SearchTerm(text: "\u{11F04}"), SearchTerm(text: "a")]) == [])
        #expect(
            try await scratch.find([SearchTerm(text: "a"), SearchTerm(text: "\u{11F04}", isExcluded: true)]) == [1])
        #expect(scratch.faults.texts.isEmpty)
    }

    @Test func termsThatAreNoSearchAreRefused() async throws {
        let scratch = try await ScratchIndex()
        #expect(try await refusal(of: try await scratch.find([SearchTerm]())) == .invalid)
        #expect(try await refusal(of: try await scratch.find([SearchTerm(text: "...")])) == .invalid)
    }

    @Test func anEditIsFoundAsItsMessageAndTheOldTextIsNot() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.index.apply([
            .text("first draft", 1, hasFile: true), .text("other", 2), .change(.edit(of: 1, "second draft"), 3),
        ])
        try await scratch.index.apply([
            .change(.edit(of: 1, "third draft"), 4), .change(.edit(of: 1, "fourth draft"), 5),
        ])
        #expect(try await scratch.find("draft") == [1])
        #expect(try await scratch.find("fourth") == [1])
        for old in ["first", "second", "third"] { #expect(try await scratch.find(old) == []) }
        let request = SearchRequest(
            terms: [SearchTerm(text: "fourth")], hasFile: true, conversations: [.lobby], limit: 1)
        #expect(try await scratch.index.search(request).map(\.seq) == [1])
    }

    @Test func aDeletedMessageIsNotFoundNorBroughtBackByAnEdit() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("secret one", "secret two", "secret three")
        try await scratch.index.apply([
            .change(.deletion(of: 1), 4), .change(.edit(of: 1, "secret again"), 5), .text("secret six", 6),
            .change(.deletion(of: 6), 7), .change(.edit(of: 6, "secret again"), 8),
            .change(.edit(of: 2, "secret changed"), 9), .change(.deletion(of: 2), 10),
        ])
        try await scratch.index.apply([
            .change(.edit(of: 2, "secret again"), 11), .change(.edit(of: 4, "secret x"), 12),
        ])
        #expect(try await scratch.find("secret") == [3])
    }

    @Test func whatIsIndexedAlreadyChangesNothing() async throws {
        let scratch = try await ScratchIndex()
        let entries: [SearchEntry] = [.text("one", 1), .change(.other, 2), .text("one more", 3)]
        try await scratch.index.apply(entries)
        try await scratch.index.apply(entries + [.text("one again", 4)])
        try await scratch.index.apply([])
        try await scratch.index.apply([.text("other words", 1)])
        #expect(try await scratch.find("one") == [4, 3, 1])
        #expect(try await scratch.index.positions() == [.lobby: 4])
    }

    @Test(arguments: [1_795_390_185_751, 1_795_390_185_752, 1, 0] as [Int64])
    func manyMessagesOfOneMillisecondAreFoundNewestFirst(time: Int64) async throws {
        let scratch = try await ScratchIndex()
        for start in stride(from: 1, through: 61, by: 20) {
            try await scratch.index.apply((start..<start + 20).map { .text("burst", Int64($0), at: time) })
        }
        #expect(try await scratch.find("burst") == Array((1...80).reversed()))
    }

    @Test func aGapIsRefusedAndNothingIsIndexed() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("one")
        let batch: [SearchEntry] = [.text("one", 2), .text("one", 1, in: 2), .text("one", 4)]
        #expect(try await refusal(of: try await scratch.index.apply(batch)) == .internalError)
        #expect(try await scratch.find("one") == [1])
        #expect(try await scratch.index.positions() == [.lobby: 1])
    }

    @Test func whatIsRemovedIsNotFoundAndNotAskedForAgain() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.index.apply((1...2500).map { .text("word \($0)", $0) } + [.text("word", 1, in: 2)])
        try await scratch.index.remove(.lobby, through: 2498)
        #expect(try await scratch.find("word") == [2500, 2499])
        try await scratch.index.remove(.lobby, through: 2510)
        #expect(try await scratch.find("word") == [])
        #expect(try await scratch.index.positions() == [.lobby: 2510, Conversation.ID(rawValue: 2): 1])
        try await scratch.index.apply([.text("word", 2511)])
        try await scratch.index.remove(.lobby, through: 5)
        #expect(try await scratch.find("word") == [2511])
    }
}
