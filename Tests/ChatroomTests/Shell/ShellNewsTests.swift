import ChatroomTestSupport
import Glibc
import Testing

/// What others do to somebody's membership, and what they say where one is not: live, at the next start, in lists.
@Suite(.timeLimit(.minutes(3)))
struct ShellNewsTests {
    @Test func anInvitationIsToldUntilItIsAccepted() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["room", "create", "secret", "--private"]).check()
            let first = try await ShellStage.open(alice)
            try await bob.run(["room", "invite", "secret", "@alice"]).check()
            let news = "@bob invites you to secret; "
            try await first.waitForRow(endingIn: "-- \(news)'/join secret' accepts --")
            // Asking again is no news.
            try await bob.run(["room", "invite", "secret", "@alice"]).check()
            try await first.act("/unread")
            #expect(first.rows.count { $0.hasPrefix("-- \(news)") } == 1)
            try await first.waitForRow(endingIn: "\(news)'/join secret' accepts")
            try await first.quit()

            let unread = try await alice.run(["history", "--unread"])
            #expect(unread.exit == .code(1))
            #expect(unread.errors.contains("\(news)'chatroom room join secret' accepts"))
            #expect(
                try await alice.run(["room", "list"]).check().lines.contains(
                    "secret\t\tinvited\t0\t0\t\t@bob invites you"))
            let json = try await alice.run(["room", "list", "--json"]).check()
            #expect(json.lines.contains(#"{"v":1,"type":"invitation","conversation":"secret","from":"bob"}"#))
            // Who is only invited sees nothing of the room.
            #expect(try await alice.run(["history", "secret"]).exit == .code(68))

            let second = try await ShellStage.open(alice)
            try await second.waitForRow(endingIn: "-- \(news)'/join secret' accepts --")
            second.terminal.enter("/join secret")
            try await second.waitForLine("secret> ")
            try await second.quit()
            #expect(try await alice.run(["history", "--unread"]).errors.isEmpty)
        }
    }

    @Test func whoIsIgnoredInvitesInVain() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await stage.act("/ignore @bob")
            try await bob.run(["room", "create", "noise", "--private"]).check()
            try await bob.run(["room", "invite", "noise", "@alice"]).check()
            try await stage.act("/unread")
            #expect(!stage.rows.contains { $0.contains("invites you") })
            try await stage.quit()
        }
    }

    @Test func whoIsIgnoredIsNotCountedWhenAShellBegins() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let carol = try await fixture.user("carol")
            let first = try await ShellStage.open(alice)
            try await first.act("/ignore @bob")
            try await first.quit()
            try await bob.run(["send", "lobby", "@alice look"]).check()
            try await bob.run(["send", "@alice", "psst"]).check()
            try await carol.run(["send", "lobby", "good morning"]).check()
            let second = try await ShellStage.open(alice, prompt: "lobby> ")
            try await second.waitForRow(endingIn: ": 1 unread in lobby. /help lists commands.")
            try await second.quit()
        }
    }

    @Test func aRoleIsToldUntilOneReadsOnThere() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["room", "create", "ops"]).check()
            try await alice.run(["room", "join", "ops"]).check()
            try await bob.run(["send", "ops", "hello"]).check()
            let first = try await ShellStage.open(alice, prompt: "lobby(ops 1)> ")
            try await bob.run(["room", "set", "ops", "--owner", "@alice"]).check()
            try await first.waitForRow(endingIn: "-- you are an owner of ops now --")
            first.terminal.send(signal: SIGKILL)
            try await first.checkEnd(137)
            #expect(try await alice.run(["history", "--unread"]).errors.contains("you are an owner of ops now"))
            let second = try await ShellStage.open(alice, prompt: "lobby(ops 1)> ")
            try await second.waitForRow(endingIn: "-- you are an owner of ops now --")
            second.terminal.enter("/next")
            try await second.waitForLine("ops> ")
            try await second.quit()
            let third = try await ShellStage.open(alice, prompt: "ops> ")
            #expect(!third.rows.contains { $0.contains("owner of ops") })
            try await third.quit()
        }
    }

    @Test func aMentionWhereOneIsNotIsUnread() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            try await bob.run(["room", "create", "there"]).check()
            try await bob.run(["send", "there", "--lines"], input: .text("talk\n@alice should know\nmore talk\n"))
                .check()
            let unread = try await alice.run(["history", "--unread", "--format", "{line}"]).check()
            #expect(unread.lines == ["@alice should know"])
            let stage = try await ShellStage.open(alice, prompt: "lobby(there 1!)> ")
            try await stage.waitForRow(endingIn: ": 1 unread in there (1 for you). /help lists commands.")
            stage.terminal.enter("/next")
            try await stage.waitForLine("there> ")
            try await stage.quit()
            #expect(try await alice.run(["history", "--unread"]).exit == .code(1))
            try await bob.run(["send", "there", "@alice again"]).check()
            #expect(
                try await alice.run(["history", "--unread", "--mark", "--format", "{line}"]).lines == ["@alice again"])
            #expect(try await alice.run(["history", "--unread"]).exit == .code(1))
        }
    }

    @Test func whoIsAwayIsRemindedOfIt() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let first = try await ShellStage.open(alice)
            first.terminal.enter("/away lunch")
            try await first.waitForLine("lobby(away)> ")
            try await first.quit()
            let second = try await ShellStage.open(alice, prompt: "lobby(away)> ")
            try await second.waitForRow(endingIn: "-- you are away: lunch; /back ends it --")
            second.terminal.enter("/back")
            try await second.waitForLine("lobby> ")
            try await second.quit()
        }
    }
}
