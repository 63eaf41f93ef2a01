import ChatroomTestSupport
import Testing

/// What becomes of a message on the screen when it is edited or deleted.
@Suite(.timeLimit(.minutes(3)))
struct ShellChangeTests {
    @Test func theLastMessageIsRewrittenWhereItStands() async throws {
        try await ShellScene.with { scene in
            try await scene.arrive("before")
            for step in ["10%", "50%\nand more", "100%"] {
                try await scene.bob.run(["send", "lobby", "--update", "build", "build \(step)"]).check()
                let last = step.split(separator: "\n").last.map(String.init) ?? step
                try await scene.stage.waitForRow(endingIn: last)
            }
            try await scene.check(
                [ShellScene.row("before"), "HH:MM  bob [edited]  build 100%"], line: "lobby> ")
            scene.terminal.type("typing")
            try await scene.bob.run(["send", "lobby", "--delete", "2"]).check()
            try await scene.check(
                [ShellScene.row("before"), "HH:MM  bob [deleted] [edited]"], line: "lobby> typing")
        }
    }

    @Test func aLongLineAndANarrowScreenAreRewrittenToo() async throws {
        let url = "https://example.org/" + String(repeating: "x", count: 90)
        try await ShellScene.with(columns: 50) { scene in
            try await scene.arrive("before")
            try await scene.bob.run(["send", "lobby", "--update", "build", "see \(url)"]).check()
            try await scene.terminal.waitForScreen("the address") { $0.lines.contains { $0.hasSuffix("xxx") } }
            try await scene.bob.run(["send", "lobby", "--update", "build", "done"]).check()
            try await scene.check([ShellScene.row("before"), "HH:MM  bob [edited]  done"], line: "lobby> ")
        }
    }

    @Test func whatChangedFurtherUpIsToldInALineOfItsOwnAndFolded() async throws {
        try await ShellScene.with { scene in
            try await scene.bob.run(["send", "lobby", "--update", "build", "build 10%"]).check()
            try await scene.stage.waitForRow(endingIn: "build 10%")
            try await scene.arrive("talk")
            for step in 1...9 {
                try await scene.bob.run(["send", "lobby", "--update", "build", "build \(step)1%"]).check()
                if step == 1 { try await scene.arrive("more talk") }
            }
            try await scene.stage.waitForRow(endingIn: "build 91%")
            let rows = scene.rows.filter { $0.contains("build") }
            #expect(rows.count < 6, "\(rows)")
            #expect(rows[1] == "HH:MM  bob [edits: build 10%]  build 11%")
            try await scene.bob.run(["send", "lobby", "--delete", "1"]).check()
            try await scene.stage.waitForRow(containing: "bob [deletes own message of ")
        }
    }

    @Test func whoseMessageWasDeletedIsSaid() async throws {
        try await ShellScene.with { scene in
            // The first account is an administrator.
            try await scene.arrive("one", "two")
            try await scene.alice.run(["send", "lobby", "--delete", "1"]).check()
            try await scene.stage.waitForRow(containing: "alice [deletes bob's message of ")
        }
    }
}
