import ChatroomTestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct HostileTextTests {
    @Test func messagesAndEditsDoNothingToTheTerminal() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await stage.act("/bell off")
            let texts = HostileText.all.map(\.text)
            try await bob.act(texts + ["to be changed"])
            try await bob.act(texts.map { "/edit \(texts.count + 1) \($0)" })
            try await bob.act(texts, in: "@alice")
            try await searchFinds(texts.count, alice)
            for step in ["/history 100", "/search begin", "/unread", "/mentions", "/thread 1", "/go @bob", "/history"] {
                try await stage.act(step)
            }
            stage.terminal.type("/reply \t")
            try await stage.waitForRow(endingIn: "more; Tab goes on")
            stage.terminal.press(.controlC)
            try await stage.waitForLine("@bob> ")
            try await stage.quit()
            stage.expectNothingHostile()
            // A shell that begins shows the same as what it missed.
            let next = try await ShellStage.open(alice, ["@bob"], prompt: "@bob> ")
            try await next.act("/go lobby")
            try await next.quit()
            next.expectNothingHostile()
        }
    }

    @Test(
        arguments: [
            ["history", "lobby", "-n", "0"], ["history", "lobby", "--json"], ["history", "lobby", "--raw"],
            ["history", "lobby", "--format", "{seq} {text}"], ["history", "--unread"],
            ["history", "lobby", "--export"],
            ["listen", "lobby", "--since", "1h", "--count", "16"],
            ["listen", "lobby", "--since", "1h", "--count", "16", "--format", "{text}"],
        ])
    func commandsOnATerminalDoNothingToIt(command: [String]) async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.act(HostileText.all.map(\.text))
            var reader = alice
            reader.environment["CHATROOM_PAGER"] = ""
            let stage = try await onTerminal(command, of: reader, endingWith: 0)
            #expect(stage.terminal.text.contains("begin"))
            stage.expectNothingHostile()
        }
    }

    @Test func topicsDoNothingToTheTerminal() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            for (index, hostile) in HostileText.oneLine.enumerated() {
                try await bob.run(["room", "create", "room\(index)", "--topic", hostile.text]).check()
            }
            let broken = try await bob.run(["room", "create", "broken", "--topic", "a\n\(HostileText.forgedRow)"])
            try broken.check(65)
            try await stage.waitForRow(endingIn: "-- new: room\(HostileText.oneLine.count - 1); /go room14 opens it --")
            for step in ["/rooms", "/room info room0", "/go room3", "/topic", "/go lobby", "/go room13"] {
                try await stage.act(step)
            }
            try await bob.act(HostileText.oneLine.map { "/topic \($0.text)" } + ["done"], in: "room13")
            try await stage.waitForRow(endingIn: "  done")
            for step in ["/history 100", "/topic", "/go lobby"] { try await stage.act(step) }
            try await stage.quit()
            stage.expectNothingHostile()
            #expect(stage.terminal.text.contains("begin"))
        }
    }

    @Test func awayTextsDoNothingToTheTerminal() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let present = try bob.start(["listen", "lobby"])
            defer { present.kill() }
            try await eventually("bob") { try await alice.run(["who", "@bob", "-q"]).exit == .code(0) }
            let stage = try await ShellStage.open(alice)
            for hostile in HostileText.all {
                try await bob.run(["who", "--away", hostile.text]).check()
                try await stage.act("/who")
            }
            try await stage.quit()
            stage.expectNothingHostile()
            #expect(stage.terminal.text.split(separator: "@alice begin").count == HostileText.all.count + 1)
        }
    }

    @Test func awayTextsDoNothingToATerminalThatIsWatched() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let watch = ShellStage(try alice.startOnTerminal(["who", "--watch"]), of: alice)
            try await watch.terminal.waitFor("alice")
            let session = try bob.start(["shell"], input: .pipe)
            for hostile in HostileText.oneLine {
                session.write("/away \(hostile.text)\n")
                try await watch.terminal.waitFor(" end\r\n")
            }
            session.closeInput()
            try await session.waitForExit().check()
            watch.expectNothingHostile()
        }
    }

    @Test func errorsOfAForeignServerDoNothingToTheTerminal() async throws {
        let scratch = try ScratchDirectory()
        try await Fixture.with(["--listen", "unix:\(scratch.file("server"))"]) { fixture in
            let forger = try ForgingServer(at: scratch.file("forger"), before: scratch.file("server"))
            defer { withExtendedLifetime(forger) {} }
            let alice = try fixture.server.client(environment: ["CHATROOM_SERVER": "unix:\(scratch.file("forger"))"])
            try await alice.run(["register", "alice", "--password-stdin"], input: .text(Fixture.password)).check()
            let stage = try await ShellStage.open(alice)
            for index in HostileText.all.indices {
                stage.terminal.enter("refuse \(index)")
                try await stage.waitForRow(endingIn: "not sent: refuse \(index)")
            }
            try await stage.quit()
            stage.expectNothingHostile()
            for index in HostileText.all.indices {
                let command = try await onTerminal(["send", "lobby", "refuse \(index)"], of: alice, endingWith: 65)
                #expect(command.terminal.text.contains("begin"))
                command.expectNothingHostile()
            }
        }
    }

    @Test func questionsDoNothingToTheTerminal() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await stage.act("/bell off")
            try await bob.act(HostileText.all.map { "/ask \($0.text) | yes | no" })
            let choices = HostileText.visible.map { String($0.text.drop { $0 != "b" }.prefix(20)) }
            try await bob.act(choices.map { "/ask Which? | \($0) | no" } + ["done"])
            try await stage.waitForRow(endingIn: "  done")
            let refused = try await bob.run(["shell", "-c", "/ask Which? | \u{1B}[2J"])
            try refused.check(65)
            for step in ["/history 100", "/unread"] { try await stage.act(step) }
            try await stage.quit()
            stage.expectNothingHostile()
            #expect(stage.terminal.text.contains("[asks]"))
        }
    }

    @Test func namesThatAreNotPlainAreRefused() async throws {
        try await Fixture.with { fixture in
            let bob = try await fixture.user("bob")
            for hostile in HostileText.all {
                let name = "x\(hostile.text.dropFirst(13).prefix(8))"
                let room = try await bob.run(["room", "create", name])
                let user = try await bob.run(["register", name, "--password-stdin"], input: .text(Fixture.password))
                // A name is wrong on the command line, or as a value.
                #expect([.code(64), .code(65)].contains(room.exit), "\(hostile)")
                #expect([.code(64), .code(65)].contains(user.exit), "\(hostile)")
            }
        }
    }

    @Test func notificationsCarryNothingElse() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await stage.act("/bell off")
            try await stage.act("/set notify all")
            let texts = HostileText.all.map(\.text)
            try await bob.act(texts)
            try await bob.act(texts + ["done"], in: "@alice")
            try await stage.waitForRow(endingIn: "  done")
            try await stage.quit()
            stage.expectNothingHostile(ScreenScan(allowsNotifications: true))
            let notifications = stage.terminal.screen.notifications
            #expect(notifications.count == 2 * texts.count + 1)
            #expect(notifications.allSatisfy { $0.utf8.count <= 480 })
            #expect(notifications.allSatisfy { $0.hasPrefix("bob in ") })
        }
    }

    @Test func whatACommandPrintsDoesNothingToTheTerminal() async throws {
        try await Fixture.with { fixture in
            let stage = try await ShellStage.open(try await fixture.user("alice"))
            try await stage.act("/exec printf '\\033]0;owned\\007\\033[2J\\302\\233\\r\\bx\\016'")
            try await stage.quit()
            stage.expectNothingHostile()
            #expect(stage.terminal.text.contains("owned"))
        }
    }

    /// Runs a command on a terminal to its end.
    private func onTerminal(
        _ command: [String], of user: ChatroomBinary, endingWith status: Int32
    ) async throws -> ShellStage {
        let terminal = try user.startOnTerminal(command)
        #expect(try await terminal.waitForExit() == status)
        return ShellStage(terminal, of: user)
    }

    /// Waits until the search index has caught up.
    private func searchFinds(_ count: Int, _ user: ChatroomBinary) async throws {
        try await eventually("the search index") {
            try await user.run(["history", "--search", "begin", "-n", "0", "--json"]).lines.count >= count
        }
    }
}
