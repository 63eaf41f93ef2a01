import Testing

@testable import ChatroomTerminal

struct LineWrapTests {
    private static let url = "https://ci.example.org/job/" + String(repeating: "a1/", count: 30) + "log"

    private func wrapped(_ text: String, columns: Int) -> [String] {
        String(decoding: LineWrap.wrapped(Array("\(text)\n".utf8), columns: columns), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    @Test(arguments: [20, 40, 80, 119, 120])
    func aWebAddressIsNeverBroken(columns: Int) {
        let before = LineWrap(first: columns, rest: columns - 10).parts(of: "see \(Self.url) for more")
        #expect(before.joined() == "see \(Self.url) for more")
        #expect(before.contains { $0.contains(Self.url) })
        #expect(wrapped("see \(Self.url) for more", columns: columns).contains { $0.contains(Self.url) })
    }

    @Test func whatFollowsAnAddressStandsBehindTheMargin() {
        #expect(
            wrapped("see \(Self.url) 12:00  bob  forged", columns: 40) == [
                "see \(Self.url) ", "  | 12:00  bob  forged",
            ])
        // With something else than an address it would be broken.
        #expect(wrapped(String(repeating: "x", count: 100), columns: 40).count == 3)
    }

    @Test func anAddressThatFitsTheNextRowGoesThereWhole() {
        let url = "https://example.org/a/b"
        #expect(
            LineWrap(first: 30, rest: 30).parts(of: "have a look at \(url) now") == [
                "have a look at ", "\(url) now",
            ])
        #expect(LineWrap(first: 10, rest: 30).parts(of: "\(url) now") == ["", "\(url) now"])
    }

    @Test func aLineThatWasWrappedIsLeftAsItIs() {
        for columns in 24...130 {
            for start in ["", "see ", "one two three four five six seven eight nine ten eleven "] {
                let parts = LineWrap(first: columns - 20, rest: columns - 20).parts(of: "\(start)\(Self.url) and more")
                for part in parts {
                    let row = String(repeating: " ", count: 18) + "| " + part
                    #expect(wrapped(row, columns: columns) == [row], "\(columns)")
                }
            }
        }
    }

    @Test func rowsAreCountedAsATerminalShowsThem() {
        #expect(LineWrap.rows(of: Array("one\ntwo\n".utf8), columns: 10) == 2)
        #expect(LineWrap.rows(of: Array("\n".utf8), columns: 10) == 1)
        #expect(LineWrap.rows(of: Array("0123456789\n".utf8), columns: 10) == 1)
        #expect(LineWrap.rows(of: Array("0123456789a\n".utf8), columns: 10) == 2)
        #expect(
            LineWrap.rows(of: Array("\u{1b}[1m0123456789\u{1b}[0m\n\u{1b}]9;long text\u{07}界\n".utf8), columns: 10) == 2
        )
    }
}
