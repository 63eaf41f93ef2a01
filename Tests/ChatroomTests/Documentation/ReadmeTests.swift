import ChatroomTestSupport
import Foundation
import Testing

/// What the README says can be done can be done.
@Suite(.timeLimit(.minutes(3)))
struct ReadmeTests {
    @Test func everyBlockHasAMark() throws {
        let known = /tests|transcript|run: server|not run: .+/
        for block in try ReadmeBlock.all() { #expect(block.mark.wholeMatch(of: known) != nil, "line \(block.line)") }
        #expect(ReadmeBlock.marked("run: server").count >= 7)
        #expect(ReadmeBlock.marked("tests").count == 1)
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
}
