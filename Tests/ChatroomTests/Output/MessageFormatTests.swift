import ChatroomCore
import Foundation
import Testing

@testable import ChatroomSystem
@testable import ChatroomTerminal

struct MessageFormatTests {
    private func render(
        _ messages: [Message], as format: MessageFormat = .plain,
        on surface: RenderSurface = .init(zone: .utc)
    ) -> String {
        var renderer = MessageRenderer(format, on: surface)
        var buffer: [UInt8] = []
        for message in messages { renderer.append(message, in: .ops, to: &buffer) }
        return String(decoding: buffer, as: UTF8.self)
    }

    @Test func aHistoryLooksAsInTheManual() {
        let text = render([
            .sample("hello from the terminal", from: "alice", at: 1_795_366_680_000),
            .sample("build 812 is green", from: "ci", kind: .agent, at: 1_795_366_740_000),
            .sample("two\nlines\n", from: "bob", at: 1_795_366_860_000),
            .sample("done", from: "nightly.backup", kind: .script, at: 1_795_366_860_001),
            .sample("", from: "bob", at: 1_795_453_260_000),
        ])
        #expect(
            text == """
                -- Sunday 22 November 2026 --
                16:58  alice        hello from the terminal
                16:59  ci [agent]   build 812 is green
                17:01  bob          two
                                  | lines
                                  |\u{20}
                17:01  nightly.backup [script]  done
                -- Monday 23 November 2026 --
                17:01  bob         \u{20}

                """)
    }

    @Test(arguments: TerminalTextTests.hostile.map(\.1))
    func noFormatForPeopleLetsControlsThrough(text: String) {
        for surface in [
            RenderSurface(zone: .utc), .init(isTerminal: true, columns: 80, zone: .utc),
            .init(isTerminal: true, zone: .utc, isRaw: true),
        ] {
            TerminalTextTests.expectSafe(render([.sample(text)], on: surface), text.debugDescription)
        }
    }

    @Test(
        arguments: [
            "x\n17:02  alice        I quit", "x\r17:02  alice        I quit", "x\u{2028}17:02  alice        I quit",
            "x\u{85}17:02  alice        I quit", "x\u{b}17:02  alice        I quit",
            "x" + String(repeating: " ", count: 59) + "17:02  alice        I quit",
            "x" + String(repeating: "\u{3000}", count: 30) + "17:02  alice        I quit",
            "x" + String(repeating: "\t", count: 8) + "17:02  alice        I quit",
            "x" + String(repeating: "e\u{301}", count: 61) + "17:02  alice        I quit",
        ], [nil, 80, 30, 12])
    func noTextBeginsARowThatLooksLikeAMessage(text: String, columns: Int?) {
        let lines = render([.sample(text)], on: .init(columns: columns, zone: .utc)).split(separator: "\n")
        #expect(lines[0] == "-- Sunday 22 November 2026 --")
        #expect(lines[1].hasPrefix("17:07  bob"))
        for line in lines.dropFirst(2) { #expect(line.hasPrefix(" ") && line.contains("| ")) }
        guard let columns, columns > 22 else { return }
        for line in lines.dropFirst() { #expect(line.reduce(0) { $0 + DisplayWidth.columns(of: $1) } <= columns) }
    }

    @Test func longLinesBreakAtSpaces() {
        #expect(
            render([.sample("one two three four five")], on: .init(columns: 40, zone: .utc)) == """
                -- Sunday 22 November 2026 --
                17:07  bob          one two three four\u{20}
                                  | five

                """)
    }

    @Test func aRawPipeGetsTheTextAsItWasSent() {
        let text = render([.sample("\u{1b}[1mbold")], on: .init(zone: .utc, isRaw: true))
        #expect(text.hasSuffix("bob          \u{1b}[1mbold\n"))
    }

    @Test func coloursAddNothingButColour() throws {
        let message = Message.sample("@alice look\nthere", from: "ci", kind: .agent)
        let colour = Colour(.always, environment: Environment([:]), isTerminal: true)
        let painted = render(
            [message], on: .init(colour: colour, zone: .utc, highlight: Highlight(reader: try UserName("alice"))))
        #expect(painted.contains("\u{1b}[1m@alice look\u{1b}[0m\n"))
        #expect(painted.replacing(/\u{1b}\[[0-9;]+m/, with: "") == render([message]))
    }

    @Test func jsonIsAsTheManualSays() throws {
        #expect(
            render([.sample("@alice can you?")], as: .json)
                == #"{"v":1,"type":"message","id":"019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11","seq":44,"#
                + #""time":"2026-11-22T17:07:47.204Z","conversation":"ops","from":"bob","kind":"human","#
                + #""text":"@alice can you?","mentions":["alice"],"replyTo":null,"file":null,"cursor":"ops:44"}"# + "\n"
        )
    }

    @Test(arguments: TerminalTextTests.hostile.map(\.1) + [#"{"v":1,"type":"message"}"#, "a\nb", #"","from":"root"#])
    func jsonStaysOneObjectALineWhateverTheText(text: String) throws {
        let own = render([.sample(text)], as: .json)
        for body in [text, own] {
            let line = render([.sample(body, replyTo: 7)], as: .json)
            #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["text"] as? String == body)
            #expect(object?["from"] as? String == "bob")
            #expect(object?["replyTo"] as? Int == 7)
            #expect(object?.count == 13)
        }
    }

    @Test func whatBecameOfAMessageIsShownInPlaceOnTheSameDayOnly() {
        var renderer = MessageRenderer(.plain, on: .init(isTerminal: true, zone: .utc))
        var bytes: [UInt8] = []
        let message = Message.sample("10%")
        renderer.append(message, in: .lobby, to: &bytes)
        var (changed, again) = (message, [UInt8]())
        (changed.body, changed.edited) = ("20%", message.time)
        let day = Timestamp(milliseconds: message.time.milliseconds + 86_400_000)
        let isTomorrow = renderer.appendAgain(
            changed, in: .lobby, isElsewhere: false, changedAt: day, to: &again)
        #expect(!isTomorrow && again.isEmpty)
        let isToday = renderer.appendAgain(
            changed, in: .lobby, isElsewhere: false, changedAt: message.time, to: &again)
        #expect(isToday)
        #expect(String(decoding: again, as: UTF8.self) == "17:07  bob [edited]  20%\n")
    }

    @Test func onATerminalMessagesAreNamedByTheirWords() throws {
        let surface = RenderSurface(isTerminal: true, zone: .utc)
        let said = Message.sample("the build is red [now], look at the log")
        var reply = Message.sample("on it", from: "alice", replyTo: said.seq)
        #expect(render([said, reply], on: surface).hasSuffix("alice [re bob: the build is red (now...]  on it\n"))
        #expect(render([said, reply]).hasSuffix("alice [re #44]  on it\n"))
        #expect(render([reply], on: surface).hasSuffix("alice [re #44]  on it\n"))
        var numbers = surface
        numbers.showsNumber = true
        #expect(render([said, reply], on: numbers).hasSuffix("[re #44]  on it\n"))
        reply = Message(
            seq: 45, id: reply.id, sender: reply.sender, kind: .human, time: reply.time, body: "",
            entry: .deletion(of: said.seq))
        #expect(render([said, reply], on: surface).hasSuffix("alice [deletes bob's message of 17:07]  \n"))
        #expect(render([reply], on: surface).hasSuffix("alice [deletes #44]  \n"))
    }
}
