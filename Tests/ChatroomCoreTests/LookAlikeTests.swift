import ChatroomTestSupport
import Testing

@testable import ChatroomCore

/// Whatever becomes a letter of ASCII by a change of case is still no part of a name.
struct LookAlikeTests {
    @Test func thereAreSome() {
        let scalars = Set(LookAlike.all.map(\.scalar))
        #expect(
            scalars.isSuperset(of: ["\u{212A}", "\u{17F}", "\u{130}", "\u{131}", "\u{DF}", "\u{FB01}", "\u{1E96}"]))
        #expect(LookAlike.all.contains { $0.scalar == "\u{212A}" && $0.letters == "k" })
    }

    @Test(arguments: LookAlike.all) func noNameHasIt(_ sign: LookAlike) {
        for text in [
            "\(sign.scalar)", "\(sign.scalar)elvin", "a\(sign.scalar)", "ab\(sign.scalar)c", "\(sign.scalar)1",
        ] {
            #expect(throws: ChatError.self) { try UserName(text) }
            #expect(throws: ChatError.self) { try UserName("@\(text)") }
            #expect(throws: ChatError.self) { try RoomName(text) }
            #expect(throws: ChatError.self) { try RoomName("#\(text)") }
            #expect(throws: ChatError.self) { try Target(text) }
            #expect(throws: ChatError.self) { try Target("@\(text)") }
            #expect(throws: ChatError.self) { try Cursor("\(text):1") }
            #expect(throws: ChatError.self) { try Cursor.Name(text) }
        }
    }

    @Test(arguments: LookAlike.all) func noReservedNameIsReachedByIt(_ sign: LookAlike) {
        for name in NameRule.user.reserved where name.contains(sign.letters) {
            let text = name.replacing(sign.letters, with: "\(sign.scalar)")
            #expect(throws: ChatError.self) { try UserName(text) }
            #expect(throws: ChatError.self) { try RoomName(text) }
        }
    }

    @Test(arguments: LookAlike.all) func nobodyIsMentionedByIt(_ sign: LookAlike) {
        #expect(Mentions.names(in: "@\(sign.scalar)elvin").isEmpty)
        #expect(Mentions.names(in: "@bob\(sign.scalar) hi").map(\.text) == ["bob"])
    }

    @Test(arguments: LookAlike.all) func noFilterOfASearchIsMeantByIt(_ sign: LookAlike) throws {
        #expect(throws: ChatError.self) { try filters(of: "from:\(sign.scalar)elvin") }
        for key in SearchFilters.Key.allCases where key.rawValue.contains(sign.letters) {
            let text = key.rawValue.replacing(sign.letters, with: "\(sign.scalar)") + ":bob"
            // A word, or nearly a filter, but none.
            #expect((try? filters(of: text))?.isEmpty ?? true)
        }
    }

    @Test(arguments: LookAlike.all) func noIDHasIt(_ sign: LookAlike) {
        for text in ["019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11", "f_01998C3WB2"] {
            for (place, character) in text.enumerated() where character.lowercased() == sign.letters {
                var characters = Array(text)
                characters[place] = Character(sign.scalar)
                #expect(throws: ChatError.self) { try MessageID(String(characters)) }
                #expect(throws: ChatError.self) { try FileID(String(characters)) }
            }
        }
        #expect(throws: ChatError.self) { try FileID("\(sign.scalar)_01998C3WB") }
    }

    @Test(arguments: LookAlike.all) func theFoldOfNamesLeavesItAlone(_ sign: LookAlike) {
        #expect("A\(sign.scalar)Z".asciiLowercased.isSame(as: "a\(sign.scalar)z"))
        #expect(!"\(sign.scalar)".isSame(as: sign.letters))
        #expect(!"\(sign.scalar)".isSame(as: sign.letters.uppercased()))
    }

    @Test func theFoldOfNamesIsThatOfASCII() {
        let text = String(String.UnicodeScalarView((UInt8(0)...127).map { Unicode.Scalar($0) }))
        #expect(text.asciiLowercased == text.lowercased())
        #expect("ÄÖ".asciiLowercased == "ÄÖ")
    }

    private func filters(of text: String) throws -> [SearchFilters.Key: String] {
        var filters = SearchFilters()
        for word in try SearchWord.words(of: text) { _ = try filters.take(word) }
        return filters.values
    }
}
