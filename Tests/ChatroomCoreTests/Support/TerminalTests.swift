import Glibc
import Testing

@testable import ChatroomTestSupport

struct TerminalTests {
    private func shell(_ script: String, size: Terminal.Size = .standard) throws -> Terminal {
        try Terminal(
            "/bin/sh", ["-c", script], environment: ChatroomBinary.cleanEnvironment(home: "/"), size: size)
    }

    /// Waits within the shell: one that forks now and then forgets a trap whose signal comes meanwhile.
    private static let waiting = "while :; do read -r -t 0.05; done"

    @Test func theProgramIsOnATerminalOfTheGivenSize() async throws {
        let terminal = try shell("tty; stty size; echo $TERM; exit 3", size: Terminal.Size(rows: 30, columns: 100))
        #expect(try await terminal.waitForExit() == 3)
        #expect(try await terminal.waitFor("xterm-256color").contains("30 100\r\n"))
        #expect(terminal.text.hasPrefix("/dev/pts/"))
    }

    @Test func whatIsTypedIsReadAndShown() async throws {
        let terminal = try shell("printf 'name? '; read -r name; echo \"hello $name\"")
        try await terminal.waitFor("name? ")
        terminal.enter("löwe")
        try await terminal.waitFor("hello löwe\r\n")
        #expect(try await terminal.waitForExit() == 0)
    }

    @Test func aTextIsWaitedForAfterTheLastOne() async throws {
        let terminal = try shell("for i in 1 2 3; do printf '> '; read -r x; done")
        for _ in 0..<3 {
            try await terminal.waitFor("> ")
            terminal.press(.enter)
        }
        #expect(try await terminal.waitForExit() == 0)
        await #expect(throws: TestFailure.self) { try await terminal.waitFor("> ", within: .milliseconds(20)) }
    }

    @Test func controlCInterruptsTheProgramAndNotItsTerminal() async throws {
        let terminal = try shell("echo ready; exec sleep 1000")
        try await terminal.waitFor("ready")
        terminal.press(.controlC)
        #expect(try await terminal.waitForExit() == 128 + SIGINT)
        #expect(try terminal.modes().echoes)
    }

    @Test func modesThatAProgramLeavesBehindAreSeenAfterItsEnd() async throws {
        let terminal = try shell("stty raw -echo; echo ready; kill -9 $$")
        let before = terminal.initialModes
        try await terminal.waitFor("ready")
        #expect(try await terminal.waitForExit() == 128 + SIGKILL)
        let after = try terminal.modes()
        #expect(!after.echoes && !after.handsOverLines && !after.makesSignals)
        #expect(after.differences(from: before).contains { $0.hasPrefix("local: ") })
        #expect(before.differences(from: before).isEmpty)
    }

    @Test func controlZStopsAndResumeContinues() async throws {
        let terminal = try shell("echo ready; exec cat")
        try await terminal.waitFor("ready")
        terminal.press(.controlZ)
        try await terminal.waitForStop()
        terminal.resume()
        terminal.enter("still here")
        try await terminal.waitFor("still here\r\nstill here\r\n")
        terminal.press(.controlD)
        #expect(try await terminal.waitForExit() == 0)
    }

    /// The program's end is told beside the terminal, and may be known before what it wrote has been read there.
    @Test func whatAProgramWroteIsThereOnceItsEndIsKnown() async throws {
        for number in 1...200 {
            let terminal = try shell("seq 1500; printf 'end %s\\037\\000' \(number); exit 5")
            #expect(try await terminal.waitForExit() == 5)
            #expect(terminal.text.hasSuffix("1500\r\nend \(number)\u{1F}\0"))
        }
    }

    @Test func whatAProgramWroteIsThereOnceItsStopIsKnown() async throws {
        for number in 1...50 {
            let terminal = try shell("seq 1500; kill -STOP $$; seq 1500; exit \(number)")
            try await terminal.waitForStop()
            #expect(terminal.text.hasSuffix("\r\n1500\r\n"))
            terminal.resume()
            #expect(try await terminal.waitForExit() == number)
            #expect(terminal.text.split(separator: "\r\n").count == 3000)
        }
    }

    @Test func aResizeReachesTheProgram() async throws {
        let terminal = try shell("exec bash -c \"trap 'stty size; exit' WINCH; echo ready; \(Self.waiting)\"")
        try await terminal.waitFor("ready")
        try terminal.resize(Terminal.Size(rows: 10, columns: 40))
        try await terminal.waitFor("10 40")
    }

    @Test func theProgramEndsWithItsTerminal() async throws {
        var terminal: Terminal? = try shell("trap '' HUP; echo ready; while :; do sleep 1; done")
        try await terminal?.waitFor("ready")
        let pid = try #require(terminal?.pid)
        terminal = nil
        try await eventually { kill(pid, 0) != 0 }
    }

    /// Its number comes another way than what it writes.
    @Test func aProgramThatHasWrittenSomethingCanBeSentASignal() async throws {
        for number in 1...100 {
            let terminal = try shell("echo ready; exec sleep 1000")
            if number.isMultiple(of: 2) {
                try await terminal.waitFor("ready")
            } else {
                try await terminal.waitForScreen { $0.lines[0] == "ready" }
            }
            let pid = try #require(terminal.pid)
            #expect(kill(pid, SIGKILL) == 0)
            #expect(try await terminal.waitForExit() == 128 + SIGKILL)
        }
    }

    @Test func aSignalReachesTheProgram() async throws {
        let terminal = try shell("exec bash -c \"trap 'echo hup; exit 9' HUP; echo ready; \(Self.waiting)\"")
        try await terminal.waitFor("ready")
        terminal.send(signal: SIGHUP)
        #expect(try await terminal.waitForExit() == 9)
    }
}
