import ChatroomCore
import Testing

@testable import ChatroomShell

struct CompletionTests {
    private func completed(_ text: String) throws -> Completion.Result {
        Completion.of(text, in: try .sample())
    }

    /// What a line becomes with each candidate, apart by `|`.
    private func lines(_ text: String) throws -> String {
        let result = try completed(text)
        let kept = String(decoding: Array(text.utf8).prefix(result.start), as: UTF8.self)
        return result.candidates.map { kept + $0.text }.joined(separator: "|")
    }

    @Test(arguments: [
        ("/g", "/get |/go "), ("/go", "/go "), ("/GO", "/go "), ("/x", ""), ("/home/x", ""), (" /g", ""),
        ("/", "/delete |/file |/get |/go |/help |/me |/msg |/quit |/reply |/room |/set "),
    ])
    func theFirstWordOfACommandLineIsACommand(text: String, expected: String) throws {
        #expect(try lines(text) == expected)
    }

    @Test(arguments: [
        ("@", "@bobby |@bob |@carol |@alice "), ("@bo", "@bobby |@bob "), ("@BO", "@bobby |@bob "),
        ("hi @bob", "hi @bobby |hi @bob "), ("hi\n@c", "hi\n@carol "), ("(@c", "(@carol "), ("你好@c", "你好@carol "),
        ("", ""), ("bo", ""), ("hi ", ""), ("mail@c", ""), ("mail.@c", ""), ("@c,", ""), ("@c d", ""), ("@x", ""),
        ("@é", ""), ("lob", ""), ("notes", ""), ("~/", ""), ("12", ""),
    ])
    func inALineOfChatOnlyNamesComplete(text: String, expected: String) throws {
        #expect(try lines(text) == expected)
    }

    @Test(arguments: [("//", ""), ("//g", ""), ("//go l", ""), ("//go @c", "//go @carol "), ("// @c", "// @carol ")])
    func aLiteralSlashBeginsChat(text: String, expected: String) throws {
        #expect(try lines(text) == expected)
    }

    @Test(arguments: [
        ("/go l", "/go lobby "), ("/go #L", "/go #lobby "), ("/go @c", "/go @carol "), ("/GO  b", "/GO  builds "),
        ("/go ", "/go lobby |/go ops |/go builds |/go @bobby |/go @bob |/go @carol |/go @alice "),
        ("/go\tl", "/go\tlobby "), ("/go c", ""), ("/go lobby ", ""), ("/go lobby x", ""), ("/quit ", ""),
        ("/msg c", "/msg carol "), ("/msg @c", "/msg @carol "), ("/msg @c hi", ""),
        ("/msg bob hi @c", "/msg bob hi @carol "), ("/msg bob (@c", "/msg bob (@carol "), ("/msg bob c", ""),
        ("/me @c", "/me @carol "), ("/me a b c @c", "/me a b c @carol "), ("/me notes", ""),
        ("/room t", "/room topic "), ("/room x", ""), ("/room invite o", "/room invite ops "),
        ("/room invite ops b", "/room invite ops bobby |/room invite ops bob "),
        ("/room invite ops bob @c", "/room invite ops bob @carol "),
        ("/reply 11", "/reply 119 "), ("/reply ", "/reply 120 |/reply 119 |/reply 12 "), ("/reply x", ""),
        ("/delete 1", "/delete 120 |/delete 12 "), ("/delete 12 ", ""),
        ("/help g", "/help get |/help go "), ("/help /se", "/help /set "),
        ("/set b", "/set bell "), ("/set bell m", "/set bell mentions "), ("/set bell all ", ""),
        ("/set BELL o", "/set BELL off "), ("/set paste ", ""), ("/set nosuch ", ""),
        ("/nosuch @c", ""), ("/ @c", ""),
    ])
    func eachOperandCompletesToWhatItStandsFor(text: String, expected: String) throws {
        #expect(try lines(text) == expected)
    }

    @Test(arguments: [
        ("/file n", "/file notes/"), ("/file ", "/file notes/|/file my\\ file "), ("/file my\\ f", "/file my\\ file "),
        ("/file my\\ ", "/file my\\ file "), ("/file a\\ b n", "/file a\\ b notes/"),
        ("/file a\\\\ n", "/file a\\\\ notes/"), ("/get 12 n", "/get 12 notes/"), ("/get n", ""), ("/file @c", ""),
    ])
    func filesAreOfferedWhereAPathIsMeant(text: String, expected: String) throws {
        #expect(try lines(text) == expected)
    }

    @Test func filesAreNotLookedForElsewhere() throws {
        var source = try CompletionSource.sample()
        source.paths = { _ in
            Issue.record("looked at the disk")
            return []
        }
        for text in ["", "n", "/n", "/go n", "/msg bob n", "/reply 12 n", "//file n", "/get n", "/nosuch n"] {
            #expect(Completion.of(text, in: source).candidates.isEmpty)
        }
    }

    @Test func thePlaceIsCountedInBytes() throws {
        #expect(try completed("né 🙂 @bob").start == 9)
        #expect(try completed("/go é").start == 4)
        #expect(try completed("").start == 0)
        #expect(try completed("/g").start == 0)
        #expect(try completed("\r\n@c").start == 2)
    }

    @Test func notesSayWhatACandidateIs() throws {
        #expect(try completed("/go").candidates == [.init(text: "/go ", note: "go there")])
        #expect(try completed("/help go").candidates == [.init(text: "go ", note: "go there")])
        #expect(try completed("/reply 119").candidates == [.init(text: "119 ", note: "bob: theirs")])
        #expect(try completed("/set be").candidates == [.init(text: "bell ", note: "off, mentions, all")])
        #expect(try completed("/set p").candidates == [.init(text: "paste ", note: nil)])
        #expect(try completed("@car").candidates == [.init(text: "@carol ", note: nil)])
    }

    @Test func anExcerptCannotMoveTheCursor() throws {
        let notes = try completed("/delete 12").candidates.map(\.note)
        #expect(notes == ["alice: mine", "alice: \\u{1b}[2Jold\\u{a}lines"])
    }
}
