import ChatroomTestSupport
import Testing

extension ShellStage {
    /// Types a line and waits until it was done.
    func act(_ line: String) async throws {
        terminal.enter(line)
        // Commands are done in order, so the end of this one is the end of that.
        let mark = "mark \(terminal.bytes.count)"
        terminal.enter("/exec echo \(mark)")
        // Line by line, what was typed stays on the screen, too.
        try await terminal.waitForScreen("'\(mark)'") { $0.lines.contains(mark) }
    }

    /// Checks that nothing came to the screen but text, and no row that somebody forged.
    func expectNothingHostile(_ scan: ScreenScan = ScreenScan(), sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(scan.findings(in: terminal.bytes) == [], sourceLocation: sourceLocation)
        #expect(rows.filter(HostileText.isForged) == [], sourceLocation: sourceLocation)
    }
}

extension ChatroomBinary {
    /// Does lines as a shell without a person, one after the other.
    func act(_ lines: [String], in target: String = "lobby") async throws {
        try await run(["shell", target] + lines.flatMap { ["-c", $0] }).check()
    }
}
