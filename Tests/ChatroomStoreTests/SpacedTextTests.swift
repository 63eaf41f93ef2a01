internal import Testing

@testable internal import ChatroomStore

struct SpacedTextTests {
    @Test(arguments: ["", "plain words", "naïve Ελλάδα Привет שלום", "€ “quoted” — 🎉", "ไทย"])
    func aTextOfWordsStaysAsItIs(text: String) {
        #expect(SpacedText(text).text == text)
    }

    @Test(arguments: [
        ("東京", " 東  京 "), ("v2東", "v2 東 "), ("ひカ한ｶ", " ひ  カ  한  ｶ "), ("人々", " 人  々 "), ("サーバ", " サ  ー  バ "),
        ("𠮷", " 𠮷 "),
        ("、。", "、。"), ("a\0b", "a b"),
    ])
    func aCharacterOfAScriptWithoutSpacesStandsAlone(text: String, spaced: String) {
        #expect(SpacedText(text).text == spaced)
    }
}
