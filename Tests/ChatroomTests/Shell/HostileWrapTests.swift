import ChatroomTestSupport
import Testing

/// Texts that are as long as it takes to have the terminal itself begin a row with what looks like a message.
@Suite(.timeLimit(.minutes(3)))
struct HostileWrapTests {
    @Test(arguments: ["lobby", "@alice"])
    func aMessageForgesNoRowByItsLength(target: String) async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            try await bob.act([wrapped(behind: 20), wrapped(behind: 30), wrapped(behind: 20), "done"], in: target)
            try await stage.waitForRow(endingIn: "  done")
            for step in ["/history 9", "/unread", "/mentions"] { try await stage.act(step) }
            try await stage.quit()
            #expect(!stage.rows.contains(where: HostileText.isForged))
        }
    }

    @Test func aTopicForgesNoRowByItsLength() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            // Behind "-- one: ", and in the columns of both lists.
            try await bob.run(["room", "create", "one", "--topic", wrapped(behind: 8)]).check()
            try await bob.run(["room", "create", "two", "--topic", wrapped(behind: 10)]).check()
            try await bob.run(["room", "create", "three", "--topic", wrapped(behind: 55)]).check()
            let stage = try await ShellStage.open(alice)
            for step in ["/go one", "/topic", "/go lobby", "/rooms", "/room info two"] { try await stage.act(step) }
            try await stage.quit()
            #expect(!stage.rows.contains(where: HostileText.isForged))
        }
    }

    @Test func anAwayTextForgesNoRowByItsLength() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let session = try bob.start(["shell", "--json"], input: .pipe)
            session.write("/away \(wrapped(behind: 34))\n")
            try await eventually("the away text") {
                try await alice.run(["who", "@bob"]).output.hasPrefix("bob\thuman\taway\t")
            }
            let stage = try await ShellStage.open(alice)
            try await stage.act("/who @bob")
            try await stage.quit()
            #expect(!stage.rows.contains(where: HostileText.isForged))
            session.closeInput()
            try await session.waitForExit()
        }
    }

    @Test func choicesForgeNoRowByTheirLength() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let stage = try await ShellStage.open(alice)
            // Behind "17:00  bob [asks #1: " and the choice before it, " / ".
            let first = String(repeating: "x", count: 56)
            try await bob.act(["/ask Which? | \(first) | \(HostileText.forgedRow)", "done"])
            try await stage.waitForRow(endingIn: "  done")
            try await stage.quit()
            #expect(!stage.rows.contains(where: HostileText.isForged))
        }
    }

    /// A text that brings the forged row to the first column when it is shown from another column on, 80 columns wide.
    private func wrapped(behind column: Int) -> String {
        String(repeating: "x", count: 80 - column) + HostileText.forgedRow
    }
}
