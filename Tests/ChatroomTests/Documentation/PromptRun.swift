import ChatroomTestSupport
import Foundation
import Testing

/// A step `chatroom shell` of a transcript, whose lines are prompts with what is typed, and what is shown between them.
struct PromptRun {
    let step: Transcript.Step
    let user: ChatroomBinary

    /// Types what is shown after the prompts, and compares the rest with what stands on the screen.
    ///
    /// - Throws: ``TestFailure`` when a prompt does not come, or the shell does not end.
    func replay() async throws {
        let terminal = try user.startOnTerminal(["shell"], size: Terminal.Size(rows: 50, columns: 120))
        let stage = ShellStage(terminal, of: user)
        var shown: [String] = []
        var typed = ""
        for line in step.output {
            guard let match = line.wholeMatch(of: Self.prompt) else {
                shown.append(PrintedText.shape(line))
                let wanted = PrintedText.shape(line)
                try await terminal.waitForScreen(line) { $0.lines.contains { PrintedText.shape($0) == wanted } }
                continue
            }
            try await stage.waitForLine(String(match.1))
            typed = String(match.2)
            terminal.type(typed)
            try await stage.waitForLine(line)
            if line != step.output.last { terminal.press(.enter) }
        }
        if typed == "/quit" {
            terminal.press(.enter)
        } else {
            terminal.press(.controlU)
            terminal.enter("/quit")
        }
        try await stage.checkEnd(0)
        guard !shown.isEmpty else { return }
        let rows = stage.rows.filter { !$0.isEmpty && $0.wholeMatch(of: Self.prompt) == nil }
        #expect(rows.map(PrintedText.shape) == shown, "\(terminal.screen)")
    }

    /// `lobby(ops 12)> ` and what is typed after it.
    private static var prompt: Regex<(Substring, Substring, Substring)> { /([a-z@][a-z0-9@-]*(?:\([^)]*\))?>) ?(.*)/ }
}
