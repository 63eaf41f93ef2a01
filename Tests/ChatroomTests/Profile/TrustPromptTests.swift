import ChatroomCore
import Testing

@testable import ChatroomTerminal

struct TrustPromptTests {
    @Test(arguments: [("yes", true), ("SHA256:abc", true), ("no", false)])
    func theAnswerDecides(answer: String, isTrusted: Bool) async throws {
        let terminal = try PseudoTerminal()
        let prompt = TrustPrompt(terminal: TerminalPrompt(path: terminal.path))
        async let error = failure { try await prompt.ask(about: "SHA256:abc", of: "chat.example:8888") }
        let shown = try await terminal.expect("Trust it (yes/no/[fingerprint])? ")
        #expect(
            shown == "The server at chat.example:8888 is not known yet.\r\nIts key fingerprint is SHA256:abc\r\n"
                + "Trust it (yes/no/[fingerprint])? ")
        await terminal.type("\(answer)\n")
        #expect((await error as? ChatError)?.code == (isTrusted ? nil : .keyUnknown))
    }

    @Test func anyOtherAnswerIsNoAnswer() async throws {
        let terminal = try PseudoTerminal()
        let prompt = TrustPrompt(terminal: TerminalPrompt(path: terminal.path))
        async let trusted: Void = prompt.ask(about: "SHA256:abc", of: "h:1")
        _ = try await terminal.expect("Trust it (yes/no/[fingerprint])? ")
        for answer in ["y", "", "SHA256:abd", "YES"] {
            await terminal.type("\(answer)\n")
            _ = try await terminal.expect("Please type 'yes', 'no' or the fingerprint: ")
        }
        await terminal.type("yes\n")
        try await trusted
    }

    @Test func whatWasTypedBeforeTheQuestionIsNoAnswer() async throws {
        let terminal = try PseudoTerminal()
        await terminal.type("yes\n")
        _ = try await terminal.expect("yes")
        let prompt = TrustPrompt(terminal: TerminalPrompt(path: terminal.path))
        async let error = failure { try await prompt.ask(about: "SHA256:abc", of: "h:1") }
        _ = try await terminal.expect("Trust it (yes/no/[fingerprint])? ")
        await terminal.type("no\n")
        #expect((await error as? ChatError)?.code == .keyUnknown)
    }

    @Test func withoutATerminalTheFlagsAreNamed() async throws {
        let prompt = TrustPrompt(terminal: TerminalPrompt(path: "/not/there"))
        let error = await #expect(throws: ChatError.self) { try await prompt.ask(about: "SHA256:abc", of: "h:1") }
        #expect(error?.code == .keyUnknown)
        #expect(error?.hint?.contains("--fingerprint SHA256:abc") == true)
        #expect(error?.hint?.contains("--accept-new") == true)
    }
}
