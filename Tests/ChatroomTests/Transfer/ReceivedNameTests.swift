import ChatroomCore
import Testing

@testable import ChatroomClient

/// The one new name that is made of a stranger's.
struct ReceivedNameTests {
    private static let id = "f_0000000001"

    private func made(_ name: String) throws -> String {
        ReceivedName.make(from: try FileName(name), id: try FileID(Self.id))
    }

    @Test(arguments: [
        ("dump.sql", "dump.sql"), ("a b.txt", "a b.txt"), (".bashrc", "_bashrc"), ("...x", "___x"), ("-rf", "_rf"),
        (".-x", "__x"), ("..\\..\\x", "___.._x"), ("C:\\x", "C:_x"), ("x. . ", "x"), (" x", "_x"), ("_", id),
        ("--", id),
        (". .", id), ("e\u{301}", "\u{E9}"), ("annexe\u{202E}gpj.exe", "annexe_gpj.exe"), ("a\u{200B}b", "a_b"),
        ("a\u{FEFF}\u{2066}b", "a__b"), ("x\u{E0041}", "x_"), ("\u{3000}x", "_x"), ("\u{A0}.x", "_.x"),
        ("\u{E000}", id), ("日本.txt", "日本.txt"), ("👩\u{200D}💻", "👩_💻"), ("a:b*?", "a:b*?"), ("~", "~"),
    ])
    func aNameIsMadeHarmless(name: String, expected: String) throws {
        #expect(Array(try made(name).unicodeScalars) == Array(expected.unicodeScalars))
    }

    /// Names of many kinds, as far as a message can bring them.
    static let hostile: [String] = {
        let pieces = [
            "..", ".", "-", " ", "\\", "%2e%2e%2f", "~", "CON", "nul", "a", ".bash_login", "\u{202E}", "\u{200B}",
            "\u{0F73}", "\u{301}", "\u{E0041}", "\u{2028}", "\u{FEFF}", "é", "漢", "😀", "\u{A0}", "$(x)", "`x`",
            ";rm", "|", "*", "\u{F900}", "\u{1D160}",
        ]
        var names = pieces
        for first in pieces { for second in pieces { names.append(first + second + "x") } }
        for piece in pieces {
            let count = 250 / piece.utf8.count
            names.append(String(repeating: piece, count: count))
            names.append("a" + String(repeating: piece, count: max(0, count - 4)) + ".bash_login")
        }
        return names.filter { (try? FileName($0)) != nil }
    }()

    @Test func everyHostileNameBecomesOneThatCanBeSeen() throws {
        #expect(Self.hostile.count > 300)
        for name in Self.hostile {
            let made = try made(name)
            #expect((1...255).contains(made.utf8.count), "\(name.debugDescription)")
            #expect(!made.contains("/") && !made.contains("\\"), "\(name.debugDescription)")
            #expect(!made.hasPrefix(".") && !made.hasPrefix("-") && !made.hasPrefix(" "), "\(name.debugDescription)")
            #expect(!made.hasSuffix(".") && !made.hasSuffix(" "), "\(name.debugDescription)")
            #expect(made.unicodeScalars.allSatisfy { !$0.properties.isDefaultIgnorableCodePoint })
            // A second pass finds nothing to do.
            #expect(try self.made(made) == made, "\(name.debugDescription)")
        }
    }

    @Test func aNameThatGrowsWhenItIsComposedIsNoDotFile() throws {
        let made = try made("a" + String(repeating: "\u{0F73}", count: 80) + ".bash_login")
        #expect(made.utf8.first == UInt8(ascii: "a") && made.utf8.count <= 255)
        #expect(made.utf8.suffix(11).elementsEqual(".bash_login".utf8))
    }
}
