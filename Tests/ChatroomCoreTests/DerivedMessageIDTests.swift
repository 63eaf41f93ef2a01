import ChatroomCore
import ChatroomTestSupport
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
        #expect(MessageID(derivedFrom: words, secret: nil).description == text)
    }

    static let secret = MessageID.Secret(bytes: Array(0..<32))

    /// Likewise, by HMAC-SHA256 under the bytes 0 to 31.
    static let secretlyKnown = [
        (["deploy", "ops", "44"], "eee62812-118a-86e9-b295-6b11fd3b90a7"),
        ([], "d38b4209-6d80-845f-826b-44a9d5607de7"), (["é✓"], "f7817974-332d-81a0-911b-a90334644b5e"),
    ]

    @Test(arguments: secretlyKnown)
    func theSameWordsAndSecretGiveTheSameIDForEver(words: [String], text: String) {
        #expect(MessageID(derivedFrom: words, secret: Self.secret).description == text)
    }

    @Test func anotherSecretGivesAnotherID() {
        var random = SeededRandom(seed: 3)
        let ids = (0..<5_000).map { _ in
            MessageID(derivedFrom: ["ask", "alice"], secret: MessageID.Secret(using: &random))
        }
        #expect(Set(ids).count == 5_000)
        #expect(!ids.contains(MessageID(derivedFrom: ["ask", "alice"], secret: nil)))
    }

    @Test func aSecretHasThirtyTwoBytesAndDoesNotShow() throws {
        for count in [0, 1, 31, 33, 64] { #expect(MessageID.Secret(bytes: [UInt8](repeating: 7, count: count)) == nil) }
        let secret = try #require(Self.secret)
        #expect("\(secret)" == "(secret)")
        #expect(!String(reflecting: secret.description).contains("31"))
    }

    @Test func otherWordsGiveAnotherID() {
        let all = [
            [], [""], ["", ""], ["ab"], ["a", "b"], ["b", "a"], ["ab", ""], ["", "ab"], ["a\0b"], ["é"], ["e\u{301}"],
        ]
        #expect(Set(all.map { MessageID(derivedFrom: $0, secret: nil) }).count == all.count)
    }

    @Test func itIsAUUIDOfVersionEight() {
        for number in 0..<1000 {
            let bytes = MessageID(derivedFrom: ["\(number)"], secret: number % 2 == 0 ? nil : Self.secret).bytes
            #expect(bytes[6] >> 4 == 8)
            #expect(bytes[8] >> 6 == 0b10)
        }
    }
}
