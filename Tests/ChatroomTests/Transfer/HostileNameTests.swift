import ChatroomCore
import Testing

@testable import ChatroomClient

/// What ``ReceivedName`` makes of whole families of names.
struct HostileNameTests {
    private let id: FileID

    init() throws { id = try FileID("f_01998C3WB2") }

    private func made(_ name: String) throws -> String { ReceivedName.make(from: try FileName(name), id: id) }

    /// Says what is wrong with a name for a new file; nothing if it will do.
    private func faults(of name: String) -> [String] {
        var faults: [String] = []
        if name.isEmpty { faults.append("is empty") }
        if name.utf8.count > 255 { faults.append("has \(name.utf8.count) bytes") }
        if name.unicodeScalars.contains("/") || name.unicodeScalars.contains("\\") { faults.append("is a path") }
        if let first = name.unicodeScalars.first, ".- ".unicodeScalars.contains(first) { faults.append("begins ill") }
        if let last = name.unicodeScalars.last, ". ".unicodeScalars.contains(last) { faults.append("ends ill") }
        if TerminalText.line(name) != name { faults.append("shows as \(TerminalText.line(name))") }
        for scalar in name.unicodeScalars where scalar != " " {
            let properties = scalar.properties
            let isInvisible =
                properties.isDefaultIgnorableCodePoint || properties.isWhitespace || properties.isBidiControl
                || properties.isNoncharacterCodePoint || properties.isVariationSelector
                || [.control, .format, .privateUse, .unassigned].contains(properties.generalCategory)
            if isInvisible { faults.append("has U+\(String(scalar.value, radix: 16))") }
        }
        return faults
    }

    @Test func thereAreManyHostileNamesAndMostAreTaken() {
        #expect(Set(HostileName.all.map { Array($0.utf8) }).count >= 600)
        #expect(Set(HostileName.all.filter { (try? FileName($0)) != nil }.map { Array($0.utf8) }).count >= 300)
    }

    @Test func everyHostileNameBecomesOneGoodNameOrIsRefused() throws {
        for hostile in HostileName.all where (try? FileName(hostile)) != nil {
            let name = try made(hostile)
            #expect(faults(of: name) == [], "\(hostile.debugDescription) became \(name.debugDescription)")
        }
    }

    @Test func whatIsRefusedIsAPathOrHasControlsOrIsTooLong() {
        for hostile in HostileName.all where (try? FileName(hostile)) == nil {
            let hasReason =
                hostile.isEmpty || hostile == "." || hostile == ".." || hostile.utf8.count > 255
                || hostile.unicodeScalars.contains { scalar in
                    switch scalar.value {
                    case 0...0x1F, 0x2F, 0x7F...0x9F, 0x2028, 0x2029: true
                    default: false
                    }
                }
            #expect(hasReason, "\(hostile.debugDescription)")
        }
    }

    @Test func aSecondPassChangesNothing() throws {
        for hostile in HostileName.all where (try? FileName(hostile)) != nil {
            let once = try made(hostile)
            #expect(try made(once) == once, "\(hostile.debugDescription)")
        }
    }

    @Test func aNameThatGrowsWhenItIsComposedIsStillAGoodName() throws {
        for hostile in HostileName.growing {
            let name = try made(hostile)
            #expect(faults(of: name) == [], "\(hostile.debugDescription) became \(name.debugDescription)")
        }
    }

    @Test func aSecondPassChangesNothingOfANameThatGrew() throws {
        for hostile in HostileName.growing {
            let once = try made(hostile)
            let twice = try? made(once)
            #expect(twice == once, "\(hostile.debugDescription)")
        }
    }

    @Test func aNameThatGrewKeepsItsEnding() throws {
        let name = try made(String(repeating: "\u{958}", count: 80) + ".tar.gz")
        #expect(name.hasSuffix(".gz") && name.hasPrefix("\u{915}\u{93c}") && name.utf8.count <= 255)
        #expect(name.utf8.count > 255 - 6)
        let plain = try made(String(repeating: "\u{958}", count: 70) + ".an-ending-too-long")
        #expect(plain.unicodeScalars.allSatisfy { $0 == "\u{915}" || $0 == "\u{93c}" })
    }

    @Test(arguments: [
        ("report.pdf", "report.pdf"), ("a b.txt", "a b.txt"), (".bashrc", "_bashrc"), ("..bashrc", "__bashrc"),
        ("-rf", "_rf"), ("--help", "__help"), (" x", "_x"), (" -x", "__x"), (".-. x", "____x"), ("x.", "x"),
        ("x. . ", "x"), ("x.txt ", "x.txt"), ("..\\..\\x", "___.._x"), ("C:\\x", "C:_x"), ("CON", "CON"),
        ("annexe\u{202e}gpj.exe", "annexe_gpj.exe"), ("pass\u{200b}word", "pass_word"), ("a\u{a0}b", "a_b"),
        ("a\u{3000}b", "a_b"), ("hi\u{e0069}", "hi_"), ("Gru\u{308}ße", "Gr\u{fc}ße"), ("日本語.txt", "日本語.txt"),
        ("👩\u{200d}💻.txt", "👩_💻.txt"), ("❤\u{fe0f}", "❤_"), ("...x", "___x"), ("~", "~"), ("a\u{f8ff}b", "a_b"),
        ("\u{feff}.profile", "_.profile"), (".f_01998C3WB2.part", "_f_01998C3WB2.part"), ("_x", "_x"),
        ("\u{ad}-", "_-"),
    ])
    func aNameBecomes(hostile: String, name: String) throws {
        #expect(Array(try made(hostile).utf8) == Array(name.utf8))
    }

    @Test(arguments: [
        "...", " ", "-", "--", ". .", "\\", "\\\\", "_", "____", "\u{200b}", "\u{202e}\u{202c}", "\u{3164}",
        "\u{feff}.", "- . -", "\u{e0041}",
    ])
    func aNameOfWhichNothingIsLeftBecomesTheID(hostile: String) throws {
        #expect(try made(hostile) == id.description)
    }

    @Test func aNameOfTheMostBytesStaysAsItIs() throws {
        for unit in ["a", "\u{e9}", "\u{4e2d}", "\u{1f600}"] {
            let name = HostileName.filled(unit, upTo: 255, ending: ".txt")
            #expect(try made(name) == name)
        }
    }

    @Test func oneFileWrittenInTwoWaysHasOneName() throws {
        let (composed, decomposed) = (try made("\u{c5}.txt"), try made("A\u{30a}.txt"))
        #expect(Array(composed.utf8) == Array(decomposed.utf8))
        #expect(Array(try made("\u{212b}.txt").utf8) == Array(composed.utf8))
    }
}
