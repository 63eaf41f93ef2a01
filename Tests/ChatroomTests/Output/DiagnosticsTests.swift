import ChatroomCore
import Foundation
import Synchronization
import Testing

@testable import Chatroom
@testable import ChatroomShell
@testable import ChatroomSystem
@testable import ChatroomTerminal

struct DiagnosticsTests {
    @Test(arguments: [
        (
            ChatError(.notLoggedIn, "not logged in to h:1", hint: "Run 'chatroom login NAME'."),
            "not logged in to h:1. Run 'chatroom login NAME'."
        ),
        (
            ChatError(.rateLimited, "sending too fast to ops", retryAfter: .milliseconds(2400)),
            "sending too fast to ops. Try again in 2.4 s."
        ),
        (
            ChatError(.exists, "taken", hint: "If it is yours: chatroom login alice"),
            "taken. If it is yours: chatroom login alice"
        ),
        (ChatError(.notFound, "no room 'x' here"), "no room 'x' here."),
        (ChatError(.usage, "really?"), "really?"),
        (
            ChatError(.keyChanged, "THE KEY OF h:1 HAS CHANGED. Nothing was sent", hint: "expected a, got b."),
            "THE KEY OF h:1 HAS CHANGED. Nothing was sent.\nexpected a, got b."
        ),
        (
            ChatError(.internalError, "boom\u{1b}[2J\nchatroom: all is well", hint: "\u{202e}x\r"),
            "boom\\u{1b}[2J\\u{a}chatroom: all is well. \\u{202e}x\\u{d}"
        ),
    ])
    func anErrorIsWhatAndNextStep(error: ChatError, text: String) {
        #expect(Diagnostics.text(error) == text)
    }

    private func output(
        isQuiet: Bool = false, isJSON: Bool = false, _ body: (Diagnostics) -> Void
    ) async throws -> String {
        let pipe = try #require(PipeEnds())
        body(
            Diagnostics(
                isQuiet: isQuiet, isJSON: isJSON, environment: Environment([:]),
                output: OutputDescriptor(number: pipe.writing, name: "the test"),
                status: ExitStatus.number))
        close(pipe.writing)
        return String(decoding: await TestReader(pipe.reading).readAll(), as: UTF8.self)
    }

    @Test func aPipeGetsNotesAndErrorsAndNothingForTheEyeAlone() async throws {
        let text = try await output {
            $0.note("connection lost; retrying in 1 s (cursor kept)")
            $0.aside("sent to builds (#42)")
            $0.progress("51%")
            #expect($0.report(ChatError(.notFound, "no room 'x' here")) == ExitStatus.notFound.rawValue)
        }
        #expect(text == "connection lost; retrying in 1 s (cursor kept)\nchatroom: no room 'x' here.\n")
    }

    /// What a user wrote may stand in a note, and stays as it is.
    @Test func hintsAndAsidesAreInTheWordsOfWhoeverReadsThem() {
        let shown = Mutex("")
        var diagnostics = Diagnostics(colour: .off) { bytes in
            shown.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
        }
        diagnostics.wording = { SlashWording.inShell($0) }
        diagnostics.report(ChatError(.notFound, "no room 'x' here", hint: "'chatroom room list' shows all."))
        diagnostics.report(ChatError(.rateLimited, "too fast", retryAfter: .seconds(2)))
        diagnostics.aside("@bob may come in: chatroom room join ops")
        diagnostics.note("'chatroom who' exited with 1")
        #expect(
            shown.withLock(\.self) == """
                chatroom: no room 'x' here. '/rooms' shows all.
                chatroom: too fast. Try again in 2 s.
                @bob may come in: /join ops
                'chatroom who' exited with 1

                """)
    }

    @Test func quietLeavesErrors() async throws {
        let text = try await output(isQuiet: true) {
            $0.note("connection lost")
            $0.report(ChatError(.usage, "no"))
        }
        #expect(text == "chatroom: no.\n")
    }

    @Test func jsonErrorsAreOneObjectEach() async throws {
        let text = try await output(isJSON: true) {
            $0.note("back after\n3 s")
            $0.report(ChatError(.rateLimited, "too \"fast\"\u{1b}", retryAfter: .seconds(2)))
            $0.report(ChatError(.usage, "no"))
        }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                #"{"v":1,"type":"note","message":"back after\n3 s"}"#,
                #"{"v":1,"type":"error","code":"rate-limited","exit":75,"message":"too \"fast\"\u001b","#
                    + #""hint":"Try again in 2 s."}"#,
                #"{"v":1,"type":"error","code":"usage","exit":64,"message":"no","hint":null}"#,
            ])
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
}
