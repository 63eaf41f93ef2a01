import ChatroomCore
import Testing

@testable import Chatroom

struct MessageTemplateTests {
    @Test(arguments: [
        ("{time}\\t{from}\\t{text}", "2026-11-22T17:07:47.204Z\tbob\thello\n"),
        ("{seq} {id} {kind}", "44 019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11 human\n"),
        ("{conversation} {cursor} {replyTo}", "ops ops:44 43\n"), ("{{{from}}}", "{bob}\n"),
        ("a\\\\b\\nc", "a\\b\nc\n"), ("", "\n"), ("no fields", "no fields\n"), ("{{text}}", "{text}\n"),
        ("{text}{text}", "hellohello\n"),
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
        ("{weather}", "'{weather}'", "time, from, kind, text, seq, id, conversation, cursor, replyTo"),
    ])
    func aMistakeIsQuotedAndExplained(template: String, quoted: String, hint: String) {
        let error = #expect(throws: ChatError.self) { try MessageTemplate(template) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(quoted) == true)
        #expect(error?.hint?.contains(hint) == true)
    }

    @Test(arguments: TerminalTextTests.hostile.map(\.1) + ["two\nlines", "", "\r\n"])
    func aPipeGetsTextByteForByteAndATerminalGetsItSafe(text: String) throws {
        let template = MessageFormat.template(try MessageTemplate("{text}"))
        var piped: [UInt8] = []
        var pipe = MessageRenderer(template, on: .init())
        pipe.append(.sample(text), in: .ops, to: &piped)
        #expect(piped == Array("\(text)\n".utf8))

        var shown: [UInt8] = []
        var terminal = MessageRenderer(template, on: .init(isTerminal: true))
        terminal.append(.sample(text), in: .ops, to: &shown)
        TerminalTextTests.expectSafe(String(decoding: shown, as: UTF8.self), text.debugDescription)
    }
}
