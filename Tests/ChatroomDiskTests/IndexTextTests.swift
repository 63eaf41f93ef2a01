internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct IndexTextTests {
    @Test(arguments: ["", "plain words", "naïve Ελλας Привет שלום", "€ “quoted” — ✓", "नमस्ते"])
    func aTextOfWordsStaysAsItIs(text: String) {
        #expect(IndexText(text).text == text)
    }

    @Test(arguments: [
        ("東京", " 東  京 "), ("v2東", "v2 東 "), ("ひカ한ｶ", " ひ  カ  한  ｶ "), ("人々", " 人  々 "), ("サーバ", " サ  ー  バ "),
        ("𠮷", " 𠮷 "),
        ("、。", "、。"), ("a\0b", "a b"), ("ไทย", " ไ  ท  ย "), ("ລາວ", " ລ  າ  ວ "),
    ])
    func aCharacterOfAScriptWithoutSpacesStandsAlone(text: String, spaced: String) {
        #expect(IndexText(text).text == spaced)
    }

    @Test(arguments: [
        ("Ελληνικά", "Ελληνικα"), ("Ε\u{313}λ", "Ελ"), ("ᾷ", "α"), ("тёплый", "теплыи"), ("те\u{308}плый", "теплыи"),
        ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"), ("أحمد", "احمد"), ("مـحـمـد", "محمد"),
        ("می\u{200C}خواهم", "می خواهم"), ("क्\u{200D}ष", "क्ष"), ("pay\u{200C}pal co\u{AD}op", "paypal coop"),
        ("\u{1B}[31merror:\u{1B}[0m x", "error: x"),
    ])
    func whatPeopleLeaveOutOrDoNotSeeGoes(text: String, indexed: String) {
        #expect(Array(IndexText(text).text.unicodeScalars) == Array(indexed.unicodeScalars))
    }

    @Test func eachAccentedLetterIsOneOfItsPlainLetter() {
        #expect(AccentedLetters.plain.count == 333)
        for (accented, letter) in AccentedLetters.plain {
            // What the standard library calls the same text begins with that letter.
            let name = accented.properties.name ?? ""
            #expect(accented.properties.isAlphabetic && letter.properties.isAlphabetic, "\(name)")
            #expect(AccentedLetters.plain[letter] == nil, "\(name)")
        }
        #expect(String("ά") == "α\u{301}" && AccentedLetters.plain["ά"] == "α")
    }
}
