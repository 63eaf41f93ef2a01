import ChatroomCore
import Foundation
import Testing

@testable import Chatroom
@testable import ChatroomSystem
@testable import ChatroomTerminal

struct PasswordPromptTests {
    private let alice: UserName

    init() throws { alice = try UserName("alice") }

    @Test func aPasswordIsAskedForAndNotShown() async throws {
        let terminal = try PseudoTerminal()
        async let password = PasswordPrompt(.terminal, terminal: TerminalPrompt(path: terminal.path)).password(
            of: alice)
        let shown = try await terminal.expect("Password for alice: ")
        #expect(await !terminal.echoes)
        await terminal.type("correct horse\n")
        #expect(try await password == "correct horse")
        #expect(await terminal.echoes)
        #expect(shown == "Password for alice: ")
        #expect(try await terminal.expect("\r\n") == "\r\n")
    }

    @Test(arguments: 0...3) func aNewPasswordIsAskedForTwiceAndThriceIfTheyDiffer(mistakes: Int) async throws {
        let terminal = try PseudoTerminal()
        let prompt = PasswordPrompt(.terminal, terminal: TerminalPrompt(path: terminal.path))
        async let error = failure { try await prompt.newPassword(for: alice) }
        for number in 0..<min(mistakes + 1, 3) {
            _ = try await terminal.expect("Password for alice (10 characters or more): ")
            await terminal.type("correct horse\n")
            _ = try await terminal.expect("Again: ")
            await terminal.type(number < mistakes ? "correct house\n" : "correct horse\n")
        }
        #expect((await error as? ChatError)?.code == (mistakes < 3 ? nil : .invalid))
    }

    @Test func theEndOfInputIsAnInterruption() async throws {
        let terminal = try PseudoTerminal()
        let prompt = PasswordPrompt(.terminal, terminal: TerminalPrompt(path: terminal.path))
        async let error = failure { try await prompt.password(of: alice) }
        _ = try await terminal.expect("Password for alice: ")
        await terminal.type("\u{4}")
        #expect((await error as? ChatError)?.code == .interrupted)
        #expect(await terminal.echoes)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func aSignalEndsTheProcessAndLeavesTheTerminalSane(number: Int32) async throws {
        let terminal = try PseudoTerminal()
        let path = terminal.path
        let result = await #expect(processExitsWith: .failure, observing: []) {
            [path = path as String, number = number as Int32] in
            rlimitCore()
            async let answer = TerminalPrompt(path: path).ask("Secret: ", isSecret: true)
            let watched = open(path, O_RDWR | O_NOCTTY)
            var state = termios()
            repeat {
                await Task.yield()
                tcgetattr(watched, &state)
            } while state.c_lflag & tcflag_t(ECHO) != 0
            kill(getpid(), number)
            _ = try await answer
        }
        #expect(result?.exitStatus == .signal(number))
        #expect(await terminal.echoes)
    }

    @Test func withoutATerminalTheFlagsAreNamed() async throws {
        let prompt = PasswordPrompt(.terminal, terminal: TerminalPrompt(path: "/dev/null"))
        let error = await #expect(throws: ChatError.self) { try await prompt.password(of: alice) }
        #expect(error.map { ExitStatus($0.code) } == .notAllowed)
        for name in ["--password-stdin", "--password-file", "CHATROOM_TOKEN", "CHATROOM_TOKEN_FILE"] {
            #expect(error?.hint?.contains(name) == true)
        }
    }

    @Test(arguments: [
        ("secret\n", "secret"), ("secret", "secret"), ("one\ntwo\n", "one"), (" spaces \r\n", " spaces "),
        ("\u{FEFF}secret\r\n", "secret"),
    ])
    func aFileGivesItsFirstLine(content: String, password: String) async throws {
        try await ScratchFolder.with { folder in
            try content.write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)
            #expect(try await PasswordPrompt(.file("\(folder)/password")).newPassword(for: alice) == password)
        }
    }

    @Test(
        arguments: [("", ChatError.Code.invalid), ("\nsecret", .invalid), (nil, .fileMissing)]
            as [(String?, ChatError.Code)])
    func aFileWithoutAPasswordIsAnError(content: String?, code: ChatError.Code) async throws {
        try await ScratchFolder.with { folder in
            try content?.write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)
            let error = await #expect(throws: ChatError.self) {
                try await PasswordPrompt(.file("\(folder)/password")).password(of: alice)
            }
            #expect(error?.code == code)
        }
    }

    /// Which cannot be opened by the name of a path, as a pipe of another user cannot.
    @Test func aSocketAsStandardInputDoes() async throws {
        await #expect(processExitsWith: .success) {
            var ends: [Int32] = [0, 0]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            dup2(ends[0], STDIN_FILENO)
            _ = write(ends[1], "secret\nmore", 11)
            let user = try UserName("alice")
            #expect(try await PasswordPrompt(.standardInput).password(of: user) == "secret")
        }
    }

    @Test func standardInputGivesItsFirstLine() async throws {
        await #expect(processExitsWith: .success) {
            let pipe = try #require(PipeEnds())
            dup2(pipe.reading, STDIN_FILENO)
            _ = write(pipe.writing, "secret\nmore", 11)
            let user = try UserName("alice")
            #expect(try await PasswordPrompt(.standardInput).password(of: user) == "secret")
        }
    }
}

/// Keeps a process that a signal ends from writing its memory to the disk.
private func rlimitCore() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(4), &none)
}
