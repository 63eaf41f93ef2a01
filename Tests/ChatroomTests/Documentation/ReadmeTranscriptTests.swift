import ChatroomTestSupport
import Foundation
import Testing

/// What the README shows at a terminal is what stands there.
@Suite(.timeLimit(.minutes(2)))
struct ReadmeTranscriptTests {
    /// The first commands of the transcripts, each with a test of its own.
    private enum First: String, CaseIterable {
        case make = "make 2>&1 | tail -1 | chatroom send builds"
        case serve = "chatroom serve"
        case register = "chatroom register alice"
        case elsewhere = "chatroom --server chat.example:8888 register bob"
        case shell = "chatroom shell"
    }

    @Test func everyTranscriptHasATest() {
        let found = ReadmeBlock.marked("transcript").map { Transcript($0.text).steps.first?.command }
        #expect(found == First.allCases.map(\.rawValue))
    }

    @Test func aBuildAQuestionAFileAndAMention() async throws {
        try await Fixture.with { fixture in
            let scene = try await ReadmeScene(fixture)
            let alice = try Stubs.adding(to: scene.alice)
            try Stubs.write("deploy", "echo build 812 is deployed", for: alice)
            try alice.home.write("dump.sql.zst", (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })
            let bob = try await scene.user("bob")
            let answers = try await scene.answering(bob, named: "bob")
            try await TranscriptRun(transcript: transcript(.make), user: alice).replay(at: .terminal) { terminal in
                try await terminal.waitFor("listening to ops")
                try await bob.run(["send", "ops", "@alice the deploy looks good"]).check()
            }
            answers.kill()
        }
    }

    @Test func theServerSaysWhatToDoFirst() async throws {
        var transcript = try transcript(.serve)
        transcript.steps[0].command += " --listen 127.0.0.1:0"
        // Which is not where a client looks by itself.
        transcript.replace("register YOURNAME", with: "register YOURNAME --server localhost:1")
        try await TranscriptRun(transcript: transcript, user: Stubs.adding(to: ChatroomBinary())).replay(
            at: .terminal
        ) { terminal in
            // The last line that it prints.
            try await terminal.waitFor("/first-account\r\n")
            terminal.press(.controlC)
        }
    }

    @Test func anAccountTwoMessagesAndWhatWasSaid() async throws {
        try await Fixture.with { fixture in
            // Whoever can read the server's data is not asked whether they trust its key.
            let alice = try Stubs.adding(
                to: fixture.server.client(environment: ["CHATROOM_DATA": fixture.server.dataPath]))
            var transcript = try transcript(.register)
            transcript.replace("localhost:8888", with: fixture.server.address)
            try await TranscriptRun(transcript: transcript, user: alice).replay(at: .terminal) { terminal in
                try await terminal.enterNewPassword()
            }
        }
    }

    @Test func aSecondMachine() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for text in ["hello", "Linux"] { try await alice.run(["send", "lobby", text]).check() }
            let bob = try Stubs.adding(to: ChatroomBinary())
            var transcript = try transcript(.elsewhere)
            transcript.replace("chat.example:8888", with: fixture.server.address)
            try await TranscriptRun(transcript: transcript, user: bob).replay(at: .terminal) { terminal in
                try await terminal.waitFor("Trust it (yes/no/[fingerprint])? ")
                terminal.enter("yes")
                try await terminal.enterNewPassword()
            }
        }
    }

    @Test func aShell() async throws {
        try await Fixture.with { fixture in
            let scene = try await ReadmeScene(fixture)
            let bob = try await scene.user("bob")
            try await bob.run(["send", "ops", "@alice can you look at the log?"]).check()
            var transcript = try transcript(.shell)
            transcript.replace("localhost:8888", with: fixture.server.address)
            try await PromptRun(step: #require(transcript.steps.first), user: scene.alice).replay()
        }
    }

    private func transcript(_ first: First) throws -> Transcript {
        try #require(
            ReadmeBlock.marked("transcript").map { Transcript($0.text) }
                .first { $0.steps.first?.command == first.rawValue })
    }
}

extension Terminal {
    /// Types a password where it is asked for, and once more.
    func enterNewPassword() async throws {
        try await waitFor("more): ")
        enter(Fixture.password)
        try await waitFor("Again: ")
        enter(Fixture.password)
    }
}
