import ChatroomCore
import Glibc
import Testing

struct MentionsTests {
    @Test(arguments: [
        ("", []), ("hello", []), ("@bob", ["bob"]), ("hi @Bob, see @ALICE.", ["bob", "alice"]), ("@bob @bob", ["bob"]),
        ("bob@example.org", []), ("a.@bob", []), ("(@bob)", ["bob"]), ("@bob's", ["bob"]),
        ("@ci.nightly...", ["ci.nightly"]),
        ("@", []), ("@ bob", []), ("@@bob", ["bob"]), ("@.bob", []), ("@all @here @system", []), ("@lobby", []),
        ("\n@bob\n@eve", ["bob", "eve"]), ("é@bob", ["bob"]), ("@bobé", ["bob"]), ("@é", []), ("🦀@bob🦀", ["bob"]),
        ("@bob@alice", ["bob"]), ("@bob-", ["bob"]), ("@abcdefghijklmnopqrstuvwxyz0123456", []), ("\0@bob\0", ["bob"]),
    ])
    func theNamesAfterAnAtSignAreMentioned(text: String, names: [String]) {
        #expect(Mentions.names(in: text).map(\.text) == names)
    }

    @Test(arguments: [
        ("https://example.org/@bob/113", []), ("(https://x/@bob) @eve", ["eve"]), ("npm://r.example/@bob/x", []),
        ("example.org/@bob", []), ("(www.example.org/a/@bob", []), ("example.org:80/@bob", []), ("x://@bob", []),
        ("hi @bob: https://example.org/x @eve", ["bob", "eve"]), ("@alice/@bob", ["alice", "bob"]),
        ("either/@bob", ["bob"]), ("1.5/@bob", ["bob"]), ("https://x/y\u{3000}@bob", ["bob"]),
        ("<https://x>@bob", ["bob"]),
        ("\u{1B}[1m@bob\u{1B}[0m please", ["bob"]), ("@\u{1B}[01;31m\u{1B}[Kbob", ["bob"]), ("\u{9B}1m@bob", ["bob"]),
        ("\u{1B}[1", []), ("\u{1B}[", []), ("\u{1B}[1@bob", []),
    ])
    func webAddressesMentionNobodyAndColoursHideNobody(text: String, names: [String]) {
        #expect(Mentions.names(in: text).map(\.text) == names)
    }

    @Test func namesThatEndLikeASentenceAreLookedForToo() throws {
        #expect(
            Mentions.possibleNames(in: "@dot. @bob, @a--- @bob.").map(\.text) == [
                "dot", "dot.", "bob", "a", "a---", "a--", "bob.",
            ])
        for (name, text) in [("dot.", "@dot. look"), ("dot.", "see @dot.."), ("dot", "@dot."), ("a---", "@A---")] {
            #expect(Mentions.include(try UserName(name), in: text), "\(text)")
        }
        #expect(!Mentions.include(try UserName("dot."), in: "@dot look"))
        #expect(!Mentions.include(try UserName("bob"), in: "https://x/@bob"))
    }

    @Test func newNamesEndWithALetterOrADigit() throws {
        for name in ["dot.", "dash-", "under_"] {
            let error = #expect(throws: ChatError.self) { try UserName(name).checkNew() }
            #expect(error?.code == .invalid)
        }
        for name in ["bob", "ci.nightly", "a-1"] { try UserName(name).checkNew() }
    }

    /// Others choose the text, so reading one that mentions as many users as fit must not cost its square.
    ///
    /// Sixteen times the text takes about as many times as long; a list searched for each name took over 200 times.
    /// The time is that of the thread, so that what else the machine does is not in it.
    @Test func aTextFullOfMentionsIsReadInLinearTime() {
        func nanoseconds() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
        }
        func cost(_ count: Int) -> Double {
            let text = (0..<count).map { "@\(100_000 + $0)" }.joined(separator: " ")
            let costs = (0..<5).map { _ in
                let start = nanoseconds()
                let found = Mentions.names(in: text).count
                let end = nanoseconds()
                #expect(found == count)
                return end - start
            }
            return costs.min() ?? 0
        }
        #expect(cost(8_000) / cost(500) < 64)
    }

    @Test(
        arguments: [
            ("@all", .all), ("lunch, @ALL!", .all), ("@here.", .here), ("@here @all", .all), ("@allan", nil),
            ("mail@all", nil), ("https://example.org/@all", nil), ("all", nil), ("", nil), ("@everybody", nil),
        ] as [(String, Mentions.Summons?)])
    func everybodyIsAddressedByAWordThatNobodyIsCalled(text: String, summons: Mentions.Summons?) {
        #expect(Mentions.summons(in: text) == summons)
        #expect(Mentions.names(in: text).isEmpty || text == "@allan" || text == "@everybody")
    }
}
