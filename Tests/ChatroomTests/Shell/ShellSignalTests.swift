import ChatroomTestSupport
import Foundation
import Glibc
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ShellSignalTests {
    /// How a shell ends.
    enum End: String, CaseIterable {
        case quit, endOfInput, terminate, hangUp, quitKey, interruptAndQuit, kill

        /// What the shell exits with, as a login shell sees it.
        var status: Int32 {
            switch self {
            case .quit, .endOfInput, .interruptAndQuit: 0
            case .terminate, .hangUp, .quitKey: 130
            case .kill: 128 + SIGKILL
            }
        }
    }

    /// What a shell is at when it ends.
    enum Scene: String, CaseIterable {
        case emptyLine, halfTyped, searching, viMovement, executing

        /// Brings a shell there.
        func prepare(_ stage: ShellStage, _ user: ChatroomBinary) async throws {
            let terminal = stage.terminal
            switch self {
            case .emptyLine: break
            case .halfTyped:
                terminal.type("half typed")
                try await stage.waitForLine("lobby> half typed")
            case .searching:
                terminal.enter("/whoami")
                try await stage.waitForRow(endingIn: "alice on \(user.environment["CHATROOM_SERVER"] ?? "")")
                try await stage.waitForLine("lobby> ")
                terminal.press(.controlR)
                terminal.type("who")
                try await stage.waitForLine("(reverse-i-search)`who': /whoami")
            case .viMovement:
                terminal.type("half typed")
                try await stage.waitForLine("lobby> half typed")
                terminal.press(.escape)
                try await terminal.waitForScreen("movement") { $0.cursor.column == 16 }
            case .executing: try await execute(stage, user)
            }
        }

        /// Ends what is typed or runs, so that a command can be typed.
        func clear(_ stage: ShellStage) async throws {
            switch self {
            case .emptyLine: break
            case .halfTyped: stage.terminal.press(.controlU)
            case .searching: stage.terminal.type("\u{07}\u{15}")
            case .viMovement: stage.terminal.type("0Di")
            case .executing: stage.terminal.press(.controlC)
            }
            try await settle(stage)
        }

        /// Waits until nothing is typed and nothing runs.
        func settle(_ stage: ShellStage) async throws {
            try await eventually("the end of the command") { !stage.processes.contains { $0.contains("sleep") } }
            try await stage.waitForLine("lobby> ")
        }

        private func execute(_ stage: ShellStage, _ user: ChatroomBinary) async throws {
            unlink(user.home.file("started"))
            stage.terminal.enter("/exec touch started; exec sleep 30")
            try await eventually("the command") { access(user.home.file("started"), F_OK) == 0 }
        }
    }

    @Test(arguments: End.allCases, Scene.allCases)
    func theTerminalIsSaneAfterAnyEnd(_ end: End, in scene: Scene) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            if scene == .viMovement { try alice.home.write(".inputrc", Array("set editing-mode vi\n".utf8)) }
            let stage = try await ShellStage.open(alice)
            // The shell and the guard of its terminal.
            #expect(stage.processes.count == 2)
            try await scene.prepare(stage, alice)
            switch end {
            case .quit:
                try await scene.clear(stage)
                stage.terminal.enter("/quit")
            case .endOfInput:
                try await scene.clear(stage)
                stage.terminal.press(.controlD)
            case .terminate: stage.terminal.send(signal: SIGTERM)
            case .hangUp: stage.terminal.send(signal: SIGHUP)
            case .quitKey: stage.terminal.press(.controlBackslash)
            case .interruptAndQuit:
                stage.terminal.press(.controlC)
                try await scene.settle(stage)
                stage.terminal.enter("/quit")
            case .kill: stage.terminal.send(signal: SIGKILL)
            }
            try await stage.checkEnd(end.status)
            // Nothing half typed was sent.
            try await alice.run(["history", "lobby"]).check(1)
        }
    }

    @Test(arguments: ["", "half typed"])
    func aKeyThatChangesWhileConnectedEndsItWith76(typed: String) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            try await fixture.server.stop()
            try await stage.waitForLine("lobby(offline)> ")
            stage.terminal.enter("not for a stranger")
            try await stage.waitForRow(endingIn: "kept for lobby, sent on return: not for a stranger")
            stage.terminal.type(typed)
            try await stage.waitForLine("lobby(offline)> \(typed)")
            try await changeKey(of: fixture.server)
            try await stage.checkEnd(76)
            #expect(stage.terminal.text.contains("THE KEY OF \(fixture.server.address) HAS CHANGED"))
            #expect(stage.terminal.text.contains("1 message is kept and sent the next time"))
            let trusted = ["history", "lobby", "--fingerprint", fixture.server.fingerprint]
            try await alice.run(trusted).check(1)
            // Once the key is trusted, what was kept is sent.
            let next = try await ShellStage.open(alice)
            try await next.waitForRow(endingIn: "  not for a stranger")
            try await next.quit()
        }
    }

    @Test func aKeyThatChangedBeforeTheStartLeavesTheTerminalAlone() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try await fixture.server.stop()
            try await changeKey(of: fixture.server)
            let stage = ShellStage(try alice.startOnTerminal(["shell"]), of: alice)
            try await stage.terminal.waitFor("HAS CHANGED. Nothing was sent.")
            try await stage.checkEnd(76)
        }
    }

    @Test(arguments: ["", "half typed"])
    func aShellWhoseServerIsGoneEndsSanely(typed: String) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let stage = try await ShellStage.open(alice)
            try await fixture.server.kill()
            try await stage.waitForLine("lobby(offline)> ")
            stage.terminal.type(typed)
            try await stage.waitForLine("lobby(offline)> \(typed)")
            stage.terminal.send(signal: SIGTERM)
            try await stage.checkEnd(130)
        }
    }

    /// Gives a server that has ended another key, and starts it again.
    private func changeKey(of server: RunningServer) async throws {
        for name in ["tls-key.pem", "tls-cert.pem"] { #expect(unlink("\(server.dataPath)/\(name)") == 0) }
        try await server.restart()
    }
}
