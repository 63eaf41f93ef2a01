import ChatroomTestSupport
import Foundation
import Testing

/// What the README says can be done can be done.
@Suite(.timeLimit(.minutes(3)))
struct ReadmeTests {
    @Test func everyBlockHasAMark() throws {
        let known = /tests|transcript|agent|run: server|not run: .+/
        for block in try ReadmeBlock.all() { #expect(block.mark.wholeMatch(of: known) != nil, "line \(block.line)") }
        #expect(ReadmeBlock.marked("run: server").count >= 7)
        #expect(ReadmeBlock.marked("agent").count == 1 && ReadmeBlock.marked("tests").count == 1)
    }

    @Test(arguments: ReadmeBlock.marked("run: server")) func aBlockRuns(_ block: ReadmeBlock) async throws {
        if block.text.contains("jq"), !FileManager.default.isExecutableFile(atPath: "/usr/bin/jq") { return }
        try await Fixture.with { fixture in
            let scene = try await ReadmeScene(fixture)
            // Whose home goes when they do.
            var bob: ChatroomBinary?
            var others: [RunningProcess] = []
            if !block.text.contains("register bob") {
                let user = try await scene.user("bob")
                bob = user
                others.append(try await scene.answering(user, named: "bob"))
                try await user.run(["send", "lobby", "good morning"]).check()
                if block.text.contains("--mention") {
                    let words = "while chatroom send ops '@worker well done'; do sleep 0.3; done"
                    others.append(
                        try RunningProcess(
                            "/bin/bash", ["-c", words], environment: user.environment, directory: user.home.path))
                }
            }
            var environment = scene.alice.environment
            // A container has logins of its own.
            if block.text.contains("register worker") { environment["CHATROOM_PROFILE"] = "worker" }
            let ended = try await RunningProcess(
                "/bin/bash", ["-euo", "pipefail", "-c", block.text], environment: environment,
                directory: scene.alice.home.path
            ).waitForExit(within: .seconds(60))
            #expect(ended.exit == .code(0), "\(ended)")
            for other in others { other.kill() }
            withExtendedLifetime(bob) {}
        }
    }

    @Test func theAgentAnswersPeopleAndNeverPlaysPingPong() async throws {
        let script = try #require(ReadmeBlock.marked("agent").first)
        try await Fixture.with { fixture in
            let scene = try await ReadmeScene(fixture)
            let alice = scene.alice
            let answers = try await scene.answering(alice, named: "alice")
            var bots: [(user: ChatroomBinary, process: RunningProcess)] = []
            for name in ["bot1", "bot2"] {
                var bot = try await scene.user(name, kind: "agent")
                try bot.home.write("agent", Array(script.text.utf8))
                chmod(bot.home.file("agent"), 0o700)
                bot.environment["OWNER"] = "alice"
                let process = try RunningProcess(
                    bot.home.file("agent"), [], environment: bot.environment, directory: bot.home.path)
                bots.append((bot, process))
                try await scene.present(name)
            }
            func said(_ name: String, in room: String) async throws -> [String] {
                try await alice.run(["history", room, "-n", "0", "--from", name, "--json"]).lines.map {
                    // A report has several lines, a message of JSON has one.
                    String($0.firstMatch(of: /"text":"([^"]*)"/)?.1 ?? "")
                }
            }
            // An answer to a later question shows that all before it is dealt with: one at a time, in order.
            func fence(in room: String, after counts: [Int]) async throws {
                for (index, count) in counts.enumerated() {
                    let name = "bot\(index + 1)"
                    try await alice.run(["send", room, "@\(name) are you there?"]).check()
                    try await eventually("\(name) in \(room)") { try await said(name, in: room).count > count }
                    #expect(try await said(name, in: room).dropFirst(count) == ["I can do one thing: report"])
                }
            }
            try await alice.run(["send", "ops", "@bot1 report"]).check()
            try await eventually("a report") {
                try await said("bot1", in: "ops").contains { $0.hasPrefix("report: done") }
            }
            let countOfReport = try await said("bot1", in: "ops").count
            // Mentions of each other are no requests; marked ones get one answer each, which is none.
            try await bots[0].user.run(["send", "ops", "@bot2 hello, @bot1 here"]).check()
            try await bots[1].user.run(["send", "ops", "@bot1 hello, @bot2 here"]).check()
            try await fence(in: "ops", after: [countOfReport + 1, 1])
            try await bots[0].user.run(["send", "builds", "@bot2 task: say hello to @bot1"]).check()
            try await bots[1].user.run(["send", "builds", "@bot1 task: say hello to @bot2"]).check()
            for name in ["bot1", "bot2"] {
                try await eventually("\(name)'s answer") { try await said(name, in: "builds").count == 2 }
            }
            try await fence(in: "builds", after: [2, 2])
            for bot in bots { bot.process.kill() }
            answers.kill()
        }
    }
}
