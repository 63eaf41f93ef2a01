import ChatroomCore
import Testing

/// Ids that a program makes of words, to find its own message again.
struct DerivedMessageIDTests {
    /// Each was computed by a program of another language: SHA-256 of the words, each after its length in 8 bytes.
    static let known = [
        (["deploy", "ops", "44"], "2fea995b-65d1-84ee-8a2b-cf4be709634f"),
        ([], "e3b0c442-98fc-8c14-9afb-f4c8996fb924"), (["é✓"], "fcc48d0f-24c5-852d-bc51-6154b3590a78"),
    ]

    @Test(arguments: known)
    func theSameWordsGiveTheSameIDForEver(words: [String], text: String) {
        #expect(MessageID(derivedFrom: words).description == text)
    }

    @Test func otherWordsGiveAnotherID() {
        let all = [
            [], [""], ["", ""], ["ab"], ["a", "b"], ["b", "a"], ["ab", ""], ["", "ab"], ["a\0b"], ["é"], ["e\u{301}"],
        ]
        #expect(Set(all.map { MessageID(derivedFrom: $0) }).count == all.count)
    }

    @Test func itIsAUUIDOfVersionEight() {
        for number in 0..<1000 {
            let bytes = MessageID(derivedFrom: ["\(number)"]).bytes
            #expect(bytes[6] >> 4 == 8)
            #expect(bytes[8] >> 6 == 0b10)
        }
    }
}
