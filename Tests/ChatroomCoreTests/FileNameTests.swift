import ChatroomCore
import Testing

struct FileNameTests {
    @Test(arguments: [
        "a", "report.pdf", ".bashrc", "...", "-rf", " ", "a b", "~", "C:\\x", "..\\x", "CON", "Grüße", "e\u{301}",
        "日本語",
        "👩\u{200d}💻", "annexe\u{202e}gpj.exe", "\u{200b}", "\u{e0041}", "\u{feff}", "\u{2215}", "a\u{a0}b", "%2f",
        "$(id)",
        "..\u{200b}", ".\u{301}", "\u{301}",
    ])
    func aNameIsTakenAsItIs(text: String) throws {
        let name = try FileName(text)
        #expect(Array(name.text.utf8) == Array(text.utf8))
        #expect(name.description == name.text)
    }

    @Test(arguments: [
        "", ".", "..", "/", "a/b", "/etc/passwd", "../x", "a/", "/\u{301}", "a\0b", "a\nb", "a\rb", "a\tb", "\u{1b}[2J",
        "a\u{7f}", "a\u{85}b", "a\u{9b}b", "a\u{2028}b", "a\u{2029}b",
    ])
    func aNameIsRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try FileName(text) }
        #expect(error?.code == .invalid)
    }

    @Test func noControlCharacterIsTaken() {
        for value in Array(UInt32(0)...0x1F) + Array(0x7F...0x9F) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for text in ["\(scalar)", "a\(scalar)", "\(scalar)a", "a\(scalar)\u{301}b"] {
                #expect(throws: ChatError.self, "U+\(String(value, radix: 16))") { try FileName(text) }
            }
        }
    }

    @Test(arguments: ["a", "é", "中", "😀", "e\u{301}"])
    func aNameHasAtMost255Bytes(unit: String) throws {
        let most = String(repeating: unit, count: FileName.longest / unit.utf8.count)
        let full = most + String(repeating: "x", count: FileName.longest - most.utf8.count)
        #expect(try FileName(full).text.utf8.count == 255)
        let error = #expect(throws: ChatError.self) { try FileName(full + "x") }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("256") == true)
    }

    @Test func theRefusalOfALongNameDoesNotRepeatIt() {
        let error = #expect(throws: ChatError.self) { try FileName(String(repeating: "x", count: 1_000_000)) }
        #expect((error?.message.utf8.count ?? .max) < 200)
    }

    @Test func theSameTextIsTheSameName() throws {
        #expect(try FileName("a.txt") == FileName("a.txt"))
        #expect(try FileName("a.txt") != FileName("A.txt"))
        #expect(try Set([FileName("a"), FileName("a"), FileName("b")]).count == 2)
    }
}
