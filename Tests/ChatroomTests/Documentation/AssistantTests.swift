import ChatroomTestSupport
import Foundation
import Testing

/// The agent of the recipes does what is said of it.
@Suite(.timeLimit(.minutes(3)))
struct AssistantTests {
    @Test func theAgentAnswersPeopleAndNeverPlaysPingPong() async throws {
        let page = try ManPage("chatroom-recipes.7")
        let script = page.literal(startingWith: "$ cat assistant\n").drop { $0 != "\n" }.dropFirst()
        try #require(script.hasPrefix("#!/bin/bash\n"))
        try await Fixture.with { fixture in
            let scene = try await ReadmeScene(fixture)
            let alice = scene.alice
            let answers = try await scene.answering(alice, named: "alice")
            var bots: [(user: ChatroomBinary, process: RunningProcess)] = []
            for name in ["bot1", "bot2"] {
                var bot = try await scene.user(name, kind: "agent")
                try bot.home.write("assistant", Array(script.utf8))
                chmod(bot.home.file("assistant"), 0o700)
                bot.environment["OWNER"] = "alice"
                let process = try RunningProcess(
                    bot.home.file("assistant"), [], environment: bot.environment, directory: bot.home.path)
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
