import ChatroomTestSupport
import Foundation
import Glibc
import Testing

/// What becomes of the terminal when a shell ends or is stopped while it has lent it out.
@Suite(.timeLimit(.minutes(3)))
struct ShellLentTests {
    @Test(arguments: [SIGTERM, SIGHUP, SIGKILL])
    func theTerminalIsSaneAfterAnEndAtAPassword(signal: Int32) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            stage.terminal.enter("/passwd")
            try await stage.terminal.waitFor("Password for alice: ")
            try await eventually("no echo") { try !stage.terminal.modes().echoes }
            stage.terminal.send(signal: signal)
            try await stage.checkEnd(signal == SIGKILL ? 128 + SIGKILL : 130)
        }
    }

    @Test func controlCAtAPasswordBringsTheShellBack() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            stage.terminal.enter("/passwd")
            try await stage.terminal.waitFor("Password for alice: ")
            try await eventually("no echo") { try !stage.terminal.modes().echoes }
            stage.terminal.type("half a secret")
            stage.terminal.press(.controlC)
            try await stage.waitForLine("lobby> ")
            try await stage.say("still there")
            try await stage.quit()
            // Neither shown nor kept as a line that was half typed.
            #expect(!stage.terminal.text.contains("secret"))
            let history = FileManager.default.contents(
                atPath: stage.file(".local/state/chatroom/shell-history-default"))
            #expect(history?.contains(Data("secret".utf8)) != true)
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func theTerminalIsSaneAfterAnEndInAnEditor(signal: Int32) async throws {
        try await Fixture.with { fixture in
            let stage = try await openEditor(fixture, "exec sleep 30")
            stage.terminal.send(signal: signal)
            try await stage.checkEnd(130)
        }
    }

    @Test func anEditorThatLeavesDisorderBehindDoesNoHarm() async throws {
        try await Fixture.with { fixture in
            let stage = try await openEditor(fixture, "echo changed > \"$1\"")
            try await stage.waitForRow(endingIn: "  changed")
            try await stage.waitForLine("lobby> ")
            try await stage.say("still there")
            try await stage.quit()
        }
    }

    @Test func whatArrivesWhileTheTerminalIsLentIsShownAfterwards() async throws {
        try await Fixture.with { fixture in
            let bob = try await fixture.user("bob")
            let script = "until test -e \"$HOME/go\"; do sleep 0.05; done; stty sane"
            let stage = try await openEditor(fixture, script)
            let lines = (1...30).map { "line \($0)\n" }.joined()
            try await bob.run(["send", "lobby", "--lines"], input: .text(lines)).check()
            #expect(!stage.terminal.text.contains("line 30"))
            try Data().write(to: URL(fileURLWithPath: stage.file("go")))
            try await stage.waitForRow(endingIn: "  line 30")
            let shown = stage.rows.filter { $0.contains("  bob  ") }.compactMap { $0.split(separator: " ").last }
            let expected = (1...30).map { Substring("\($0)") }
            #expect(shown == expected)
            try await stage.waitForLine("lobby> ")
            try await stage.quit()
        }
    }

    /// Brings a shell of alice into an editor that puts the terminal into raw mode and then does what a script says.
    private func openEditor(_ fixture: Fixture, _ script: String) async throws -> ShellStage {
        var alice = try await fixture.user("alice")
        try alice.home.write("edit", Array("stty raw -echo\nprintf 'in the editor'\n\(script)\n".utf8))
        alice.environment["EDITOR"] = "sh \(alice.home.file("edit"))"
        let stage = try await ShellStage.open(alice)
        try await stage.say("to be edited")
        stage.terminal.enter("/edit")
        try await stage.terminal.waitFor("in the editor")
        return stage
    }
}
