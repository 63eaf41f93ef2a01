import ChatroomCore
import Foundation
import Testing

@testable import ChatroomTerminal

struct MessageTemplateTests {
    @Test(arguments: [
        ("{time}\\t{from}\\t{text}", "2026-11-22T17:07:47.204Z\tbob\thello\n"),
        ("{seq} {id} {kind}", "44 019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11 human\n"),
        ("{conversation} {cursor} {replyTo}", "ops ops:44 43\n"), ("{{{from}}}", "{bob}\n"),
        ("a\\\\b\\nc", "a\\b\nc\n"), ("", "\n"), ("no fields", "no fields\n"), ("{{text}}", "{text}\n"),
        ("{text}{text}", "hellohello\n"), ("{line} {text}", "hello hello\n"),
    ])
    func aTemplateBecomesALine(template: String, line: String) throws {
        var renderer = MessageRenderer(.template(try MessageTemplate(template)), on: .init())
        var buffer: [UInt8] = []
        renderer.append(.sample("hello", replyTo: 43), in: .ops, to: &buffer)
        #expect(String(decoding: buffer, as: UTF8.self) == line)
    }

    @Test(arguments: [
        ("{form}", "'{form}'", "'{from}'"), ("{Text}", "'{Text}'", "'{text}'"), ("{}", "'{}'", "replyTo"),
        ("a}b", "'a}b'", "'}}'"), ("{text", "'{text'", "'{{'"), ("\\x", "'\\x'", "\\t"), ("end\\", "'\\'", "\\n"),
        ("{weather}", "'{weather}'", "time, from, kind, text, line, seq, id, conversation, cursor, replyTo"),
    ])
    func aMistakeIsQuotedAndExplained(template: String, quoted: String, hint: String) {
        let error = #expect(throws: ChatError.self) { try MessageTemplate(template) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(quoted) == true)
        #expect(error?.hint?.contains(hint) == true)
    }

    private func rendered(
        _ text: String, as template: String = "{text}", on surface: RenderSurface
    ) throws -> [UInt8] {
        var renderer = MessageRenderer(.template(try MessageTemplate(template)), on: surface)
        var bytes: [UInt8] = []
        renderer.append(.sample(text), in: .ops, to: &bytes)
        return bytes
    }

    /// Texts that would be more than a line, or look like what stands for them.
    private static let texts =
        TerminalTextTests.hostile.map(\.1) + [
            "two\nlines", "", "\r\n", "a\tb", "back\\slash", "\\n", "\\\\n", "\\0012", "\\", "1\u{1}1", "\u{2028}7",
            "\u{85}", "%s %b", "\\c", "\u{0}", "日本 e\u{301} 👩🏽‍💻",
        ]

    @Test(arguments: texts)
    func aTextIsOneLineThatAShellTakesBack(text: String) async throws {
        let line = try rendered(text, on: .init()).dropLast()
        #expect(!line.contains { $0 < 0x20 || $0 == 0x7F })
        TerminalTextTests.expectSafe(String(decoding: line, as: UTF8.self), text.debugDescription)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "printf %b \"$1\"", "sh", String(decoding: line, as: UTF8.self)]
        let pipe = Pipe()
        shell.standardOutput = pipe
        try shell.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        #expect(Array(output) == Array(text.utf8))
    }

    /// Whatever is asked for, no text makes a line of its own or one that another could be taken for.
    @Test(arguments: texts)
    func aLineIsNotForgedEvenWhereTextsAreRaw(text: String) throws {
        let plain = try rendered(text, on: .init())
        for surface in [RenderSurface(), .init(isRaw: true)] {
            #expect(try rendered(text, as: "{line}", on: surface) == plain)
            #expect(try rendered(text, as: "{from}: {line}", on: surface) == Array("bob: ".utf8) + plain)
        }
        let shown = try rendered(text, as: "{line}", on: .init(isTerminal: true, columns: 30, isRaw: true))
        #expect(shown == (try rendered(text, on: .init(isTerminal: true, columns: 30))))
    }

    @Test(arguments: texts)
    func rawGivesTheTextAsItWasSentButNotToATerminal(text: String) throws {
        #expect(try rendered(text, on: .init(isRaw: true)) == Array("\(text)\n".utf8))
        let shown = try rendered(text, on: .init(isTerminal: true, columns: 30, isRaw: true))
        TerminalTextTests.expectSafe(String(decoding: shown, as: UTF8.self), text.debugDescription)
        #expect(shown.split(separator: 0x0A).dropFirst().allSatisfy { $0.starts(with: "  | ".utf8) })
    }
}
