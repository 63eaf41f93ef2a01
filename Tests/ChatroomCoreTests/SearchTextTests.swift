import ChatroomCore
import Testing

struct SearchTextTests {
    @Test func everythingThatASearchCanHaveIsRead() throws {
        let search = try SearchText(
            #"words "a phrase" -excluded -"not this" build* from:@Bob has:file before:2026-11-01 after:2026-10-01"#)
        #expect(
            search.terms == [
                SearchTerm(text: "words"), SearchTerm(text: "a phrase", isPhrase: true),
                SearchTerm(text: "excluded", isExcluded: true),
                SearchTerm(text: "not this", isPhrase: true, isExcluded: true),
                SearchTerm(text: "build", isPrefix: true),
            ])
        #expect(search.from == (try UserName("bob")))
        #expect(search.hasFile)
        #expect(search.before == "2026-11-01")
        #expect(search.after == "2026-10-01")
    }

    @Test func aSearchWithoutFiltersHasNone() throws {
        let search = try SearchText("green")
        #expect(search.from == nil && !search.hasFile && search.before == nil && search.after == nil)
    }

    @Test(arguments: [
        ("http://x", "http://x"), ("a:b", "a:b"), (":x", ":x"), ("form:", "form:"), ("todo:later", "todo:later"),
        ("10:30", "10:30"), ("foo-bar", "foo-bar"), ("C++", "C++"), ("\u{a0}caf\u{e9}\n", "caf\u{e9}"),
        ("a*b", "a*b"), ("東京", "東京"), ("\u{e000}", "\u{e000}"),
    ])
    func aWordIsTakenAsItIs(typed: String, text: String) throws {
        #expect(try SearchText(typed).terms == [SearchTerm(text: text)])
    }

    @Test func whatStandsInQuotesIsText() throws {
        let search = try SearchText(#""from:bob -x *" "form:bob""#)
        #expect(search.from == nil)
        #expect(search.terms.map(\.text) == ["from:bob -x *", "form:bob"])
        #expect(search.terms.allSatisfy { $0.isPhrase && !$0.isExcluded && !$0.isPrefix })
    }

    @Test func aStarAfterAWordOrAPhraseLetsItGoOn() throws {
        let search = try SearchText(#"build** "unit te"* -tmp*"#)
        #expect(
            search.terms == [
                SearchTerm(text: "build", isPrefix: true),
                SearchTerm(text: "unit te", isPhrase: true, isPrefix: true),
                SearchTerm(text: "tmp", isPrefix: true, isExcluded: true),
            ])
    }

    @Test func aQuoteWithinAWordBeginsAPhrase() throws {
        #expect(
            try SearchText(#"say"good morning"all"#).terms == [
                SearchTerm(text: "say"), SearchTerm(text: "good morning", isPhrase: true), SearchTerm(text: "all"),
            ])
    }

    @Test func anAccentThatFollowsAQuoteHidesItNot() throws {
        #expect(try SearchText("\"\u{301}a b\"").terms.map(\.isPhrase) == [true])
    }

    @Test func aFiltersValueMayStandInQuotesAndItsKeyInCapitals() throws {
        let search = try SearchText(#"x After:"2026-10-01 10:30" HAS:File"#)
        #expect(search.after == "2026-10-01 10:30")
        #expect(search.hasFile)
        #expect(search.terms == [SearchTerm(text: "x")])
    }

    @Test(arguments: ["has:file", "from:bob", "after:1d -spam"])
    func filtersAloneAreASearch(text: String) throws {
        let search = try SearchText(text)
        #expect(search.terms.allSatisfy { $0.isExcluded })
        try SearchText.check(search.terms, isFiltered: true)
        #expect(throws: ChatError.self) { try SearchText.check(search.terms) }
    }

    @Test(arguments: ["🎉", "x 👍🏽", "☎"])
    func emojiAreSearchedFor(text: String) throws {
        let search = try SearchText(text)
        #expect(!search.terms.isEmpty)
    }

    @Test(arguments: [
        (#"a "b"#, #"'a "b'"#), ("", "''"), ("  \n", "'  \n'"), ("-spam -eggs", "'-spam'"),
        ("x -", "'-'"), ("x *", "'*'"), ("x ...", "'...'"), ("x ✓", "'✓'"), (#"x """#, #"'""'"#),
        ("x from:", "'from:'"),
        ("x from:a/b", "'from:a/b'"), ("x from:bo*", "'from:bo*'"), ("x -from:bob", "'-from:bob'"),
        ("x has:link", "'has:link'"), ("x has:file has:file", "'has:file'"), ("x from:a from:b", "'from:b'"),
        ("x before:1d Before:2d", "'Before:2d'"),
        ("x form:bob", "'form:bob'"), ("x -form:bob", "'-form:bob'"),
    ])
    func whatIsNoSearchIsRefusedInTheUsersWords(text: String, quoted: String) {
        let error = #expect(throws: ChatError.self) { try SearchText(text) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(quoted) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [("form:bob", "from:"), ("hsa:file", "has:"), ("befor:1d", "before:"), ("Aftr:1d", "after:")])
    func aMistypedFilterIsGuessed(typed: String, meant: String) {
        let error = #expect(throws: ChatError.self) { try SearchText("x \(typed)") }
        #expect(error?.hint?.hasPrefix("Did you mean '\(meant)'?") == true)
        #expect(error?.hint?.contains("quotes") == true)
    }

    @Test func aSearchThatIsTooLargeIsRefused() throws {
        let words = Array(repeating: "word", count: 32).joined(separator: " ")
        #expect(try SearchText(words).terms.count == 32)
        #expect(throws: ChatError.self) { try SearchText(words + " more") }
        #expect(throws: ChatError.self) { try SearchText(String(repeating: "é", count: 129)) }
        #expect(try SearchText(String(repeating: "é", count: 128)).terms.count == 1)
    }

    @Test(arguments: [
        [], [SearchTerm(text: "")], [SearchTerm(text: "-")], [SearchTerm(text: "a", isExcluded: true)],
        [SearchTerm(text: String(repeating: "a", count: 257))], Array(repeating: SearchTerm(text: "a"), count: 33),
    ])
    func termsFromOutsideAreChecked(terms: [SearchTerm]) {
        let error = #expect(throws: ChatError.self) { try SearchText.check(terms) }
        #expect(error?.code == .invalid)
    }

    @Test func termsThatASearchCanHavePassTheCheck() throws {
        try SearchText.check([SearchTerm(text: "a"), SearchTerm(text: "b", isExcluded: true)])
        try SearchText.check(Array(repeating: SearchTerm(text: String(repeating: "a", count: 256)), count: 32))
    }
}
