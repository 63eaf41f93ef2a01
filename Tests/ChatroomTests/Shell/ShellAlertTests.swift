import ChatroomTestSupport
import Foundation
import Glibc
import Testing

/// What makes a person look up who is elsewhere.
@Suite(.timeLimit(.minutes(3)))
struct ShellAlertTests {
    @Test func theBellRingsAndTheTitleCountsAndBothEndWithTheShell() async throws {
        try await ShellScene.with { scene in
            try await scene.terminal.waitForScreen("title") { $0.title == "lobby - chatroom" }
            try await scene.arrive("just talk")
            try await scene.terminal.waitForScreen("title") { $0.title == "(1) lobby - chatroom" }
            #expect(scene.terminal.screen.bells == 0)
            try await scene.arrive("alice: look")
            try await scene.terminal.waitForScreen("bell") { $0.bells == 1 }
            try await scene.stage.act("/set highlight Deploy")
            try await scene.terminal.waitForScreen("title") { $0.title == "lobby - chatroom" }
            try await scene.arrive("the deploy is done")
            try await scene.terminal.waitForScreen("bell") { $0.bells == 2 }
            try await scene.stage.act("/bell off")
            try await scene.arrive("@alice again")
            #expect(scene.terminal.screen.bells == 2)
            try await scene.stage.quit()
            let text = scene.terminal.text
            #expect(text.contains("\u{1b}[22;2t") && text.contains("\u{1b}[23;2t"))
        }
    }

    @Test func everybodyIsAddressedByAnOwnerOnly() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["room", "create", "ops"]).check()
            let carol = try await fixture.user("carol")
            for member in [alice, carol] { try await member.run(["room", "join", "ops"]).check() }
            let (left, right) = (
                try await ShellStage.open(alice), try await ShellStage.open(bob, ["ops"], prompt: "ops> ")
            )
            try await carol.run(["send", "ops", "@all I may not"]).check()
            try await right.waitForRow(endingIn: "@all I may not")
            #expect(right.terminal.screen.bells == 0)
            try await bob.run(["send", "ops", "@here look"]).check()
            try await left.waitForLine("lobby(ops 2!)> ")
            try await left.waitForRow(endingIn: "bob          @here look")
            #expect(left.terminal.screen.bells == 1)
            let json = try await alice.run(["history", "ops", "--json"]).check()
            #expect(json.lines.map { $0.contains(#""summons":"here""#) } == [false, true])
            try await left.quit()
            try await right.quit()
        }
    }

    @Test func lineByLineThereIsNoTitle() async throws {
        try await ShellScene.with(["--plain"]) { scene in
            try await scene.arrive("@alice look")
            try await scene.terminal.waitForScreen("bell") { $0.bells == 1 }
            #expect(scene.terminal.screen.title == nil)
            #expect(!scene.terminal.text.contains("\u{1b}[22;2t"))
        }
    }

    @Test func aNotificationIsWrappedForTmux() async throws {
        try await ShellScene.with(environment: ["TMUX": "/tmp/tmux-0/default,1,0"]) { scene in
            try await scene.stage.act("/set notify mentions")
            try await scene.arrive("@alice look")
            try await eventually("the notification") {
                scene.terminal.text.contains("\u{1b}Ptmux;\u{1b}\u{1b}]9;bob in lobby: @alice look\u{07}\u{1b}\\")
            }
        }
    }

    @Test func theUsersCommandGetsTheTextInItsEnvironmentAndNoShellSeesIt() async throws {
        try await ShellScene.with { scene in
            let told = scene.stage.file("told")
            let script = try scene.alice.home.write(
                "tell",
                "#!/bin/sh\nprintf '%s|%s|%s\\n' \"$CHATROOM_FROM\" \"$CHATROOM_CONVERSATION\" \"$CHATROOM_TEXT\" >>\"$1\"\n"
                    .utf8)
            #expect(chmod(script, 0o700) == 0)
            try await scene.stage.act("/set notify-command \(script) \(told)")
            try await scene.arrive("not for you")
            try await scene.arrive("@alice $(touch /tmp/owned) `id` ; \"x\"")
            try await eventually("the command") { (try? String(contentsOfFile: told, encoding: .utf8)) != nil }
            #expect(
                try String(contentsOfFile: told, encoding: .utf8)
                    == "bob|lobby|@alice $(touch /tmp/owned) `id` ; \"x\"\n")
            try await scene.stage.act("/set notify-command nosuchprogram")
            try await scene.arrive("@alice more")
            try await scene.stage.waitForRow(
                containing: "there is no command 'nosuchprogram'. /set notify-command off ends")
        }
    }

    @Test func lineByLineThePromptIsSaidOnceNotAfterEachLine() async throws {
        try await ShellScene.with(["--plain"]) { scene in
            let prompts = { scene.terminal.text.ranges(of: "lobby> ").count }
            #expect(prompts() == 1)
            try await scene.arrive("one", "two", "three")
            #expect(prompts() == 1)
            scene.terminal.type("x")
            try await scene.stage.waitForLine("lobby> x")
            try await scene.arrive("four")
            scene.terminal.type("y")
            try await scene.stage.waitForLine("lobby> xy")
        }
    }
}
