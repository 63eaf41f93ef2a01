import ChatroomCore
import ChatroomTestSupport
import Testing

struct JoinerRuleTests {
    @Test(arguments: [
        "می\u{200C}خواهم کتاب\u{200C}ها", "خانه\u{200C}ام", "ه\u{200D}", "ශ්\u{200D}රී ලංකා", "क्\u{200D}ष", "क्\u{200C}ष",
        "র\u{200D}্যাম", "സോഫ്റ്റ്\u{200C}വെയർ", "ന്\u{200D}", "सफ़्\u{200C}र", "مُ\u{200C}ح",
        "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "👩\u{200D}💻", "❤\u{FE0F}\u{200D}🔥",
    ])
    func whatPeopleWriteIsShown(text: String) {
        #expect(Array(TerminalText.lines(text).unicodeScalars) == Array(text.unicodeScalars))
        #expect(Array(TerminalText.line(text).unicodeScalars) == Array(text.unicodeScalars))
        #expect(Array(EscapedText.text(text).unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test(arguments: [
        "pay\u{200C}pal", "pay\u{200D}pal", "\u{200C}می", "می\u{200C}", "می\u{200C} ", "می\u{200C}\u{200C}خ",
        "ad\u{200C}می",
        "می\u{200C}ad", "क\u{200D}ष", "क\u{200C}ष", "क्\u{200D}\u{200D}ष", "a्\u{200D}b", "1\u{200D}2", "日\u{200D}本",
        "👩\u{200D}x", "x\u{200D}👩", "ไ\u{200C}ท", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}",
        "🏴\u{E0068}\u{E0069}\u{E007F}", "🏳\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "hi\u{E0069}",
        "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}\u{E0067}", "\u{E007F}", "\u{200D}", "\n\u{200C}\n",
    ])
    func elsewhereTheyAreWrittenOut(text: String) {
        #expect(TerminalText.lines(text).contains("\\u{"))
        #expect(EscapedText.text(text).contains("\\0"))
    }

    /// Between every two characters of the first plane that are no letters of the scripts above.
    @Test func noOtherScriptUsesThem() {
        for value in UInt32(0x20)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isTheirs =
                switch value {
                case 0x620...0xDFF, 0x1820...0x18AA, 0x1B00...0x1BBF, 0xA840...0xA9DF: true
                default: scalar.properties.isEmoji
                }
            guard !isTheirs else { continue }
            for joiner in ["\u{200C}", "\u{200D}"] {
                let shown = TerminalText.lines("\(scalar)\(joiner)\(scalar)")
                let isSeen = shown.unicodeScalars.contains { $0.value == 0x200C || $0.value == 0x200D }
                #expect(!isSeen, "U+\(String(value, radix: 16))")
            }
        }
    }

    /// Others choose the text, so one full of marks and joiners must not cost its square.
    @Test func whateverTheTextItLosesNothingElse() {
        var random = SeededRandom(for: "joiners")
        let pieces = [
            "\u{200C}", "\u{200D}", "م", "ی", "क", "\u{94D}", "🏴", "👩", "\u{FE0F}", "a", " ", "\u{301}", "\u{E0067}",
        ]
        for _ in 0..<500 {
            let text = (0..<40).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let visible = { (text: String) in text.unicodeScalars.filter { "میक🏴👩".unicodeScalars.contains($0) } }
            #expect(Array(visible(TerminalText.lines(text))) == Array(visible(text)))
        }
    }
}
