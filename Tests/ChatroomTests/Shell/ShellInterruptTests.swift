import ChatroomTestSupport
import Foundation
import Glibc
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ShellInterruptTests {
    @Test(arguments: [false, true])
    func controlCDropsTheLineAndTheShellGoesOn(isVi: Bool) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            if isVi { try alice.home.write(".inputrc", Array("set editing-mode vi\n".utf8)) }
            let stage = try await ShellStage.open(alice)
            for start in ["half typed", "two\u{1B}\rlines", "x\u{12}nothing"] {
                stage.terminal.type(start)
                try await stage.terminal.waitForScreen { screen in
                    let row = screen.lines[screen.cursor.row]
                    return row.hasSuffix("half typed") || row.hasSuffix("lines") || row.contains("nothing'")
                }
                stage.terminal.press(.controlC)
                try await stage.waitForLine("lobby> ")
            }
            try await stage.say("whole")
            #expect(try await alice.run(["history", "lobby", "--format", "{text}"]).check().lines == ["whole"])
            try await stage.quit()
        }
    }

    @Test func controlCEndsARunningCommand() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            stage.terminal.enter("/exec touch started; exec sleep 30")
            try await eventually("the command") { access(alice.home.file("started"), F_OK) == 0 }
            stage.terminal.press(.controlC)
            try await eventually("the end of the command") { !stage.processes.contains { $0.contains("sleep") } }
            try await stage.say("still there")
            try await stage.quit()
        }
    }

    @Test(arguments: [false, true])
    func controlZGivesTheTerminalBackAndTheLineReturns(isVi: Bool) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            if isVi { try alice.home.write(".inputrc", Array("set editing-mode vi\n".utf8)) }
            let stage = try await ShellStage.open(alice)
            for round in 1...3 {
                stage.terminal.type("line \(round)")
                try await stage.waitForLine("lobby> line \(round)")
                stage.terminal.press(.controlZ)
                try await stage.terminal.waitForStop()
                #expect(try stage.terminal.modes().differences(from: stage.terminal.initialModes).isEmpty)
                try await stage.terminal.waitForScreen("plain pasting") { !$0.isBracketedPasteOn }
                stage.terminal.resume()
                try await stage.waitForLine("lobby> line \(round)")
                stage.terminal.press(.enter)
                try await stage.waitForRow(endingIn: "  line \(round)")
                try await stage.waitForLine("lobby> ")
            }
            let history = try await alice.run(["history", "lobby", "--format", "{text}"]).check()
            #expect(history.lines == ["line 1", "line 2", "line 3"])
            try await stage.quit()
        }
    }

    @Test(arguments: [ShellSignalTests.Scene.searching, .executing])
    func controlZWorksWhateverTheShellIsAt(_ scene: ShellSignalTests.Scene) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            try await scene.prepare(stage, alice)
            stage.terminal.press(.controlZ)
            try await stage.terminal.waitForStop()
            #expect(try stage.terminal.modes().differences(from: stage.terminal.initialModes).isEmpty)
            stage.terminal.resume()
            try await eventually("the terminal taken") { try !stage.terminal.modes().handsOverLines }
            stage.terminal.press(.controlC)
            try await stage.waitForLine("lobby> ")
            try await stage.say("after")
            try await stage.quit()
        }
    }

    @Test func aStopByAnotherProcessLeavesAWorkingLineBehind() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            stage.terminal.type("half typed")
            try await stage.waitForLine("lobby> half typed")
            stage.terminal.send(signal: SIGSTOP)
            try await stage.terminal.waitForStop()
            try await bob.run(["send", "lobby", "meanwhile"]).check()
            stage.terminal.resume()
            try await stage.waitForRow(endingIn: "  meanwhile")
            try await stage.waitForLine("lobby> half typed")
            stage.terminal.press(.enter)
            try await stage.waitForRow(endingIn: "  half typed")
            try await stage.quit()
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func aLineThatASignalCutShortComesBackByUp(signal: Int32) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            try await stage.say("whole")
            stage.terminal.type("half typed")
            try await stage.waitForLine("lobby> half typed")
            stage.terminal.send(signal: signal)
            try await stage.checkEnd(130)
            let next = try await ShellStage.open(alice)
            next.terminal.press(.up)
            try await next.waitForLine("lobby> half typed")
            next.terminal.press(.up)
            try await next.waitForLine("lobby> whole")
            next.terminal.press(.controlC)
            try await next.waitForLine("lobby> ")
            try await next.quit()
        }
    }
}
