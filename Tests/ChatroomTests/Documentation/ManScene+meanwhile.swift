import ChatroomTestSupport
import Foundation

extension ManScene {
    /// Replays a block, while others do what the block tells of.
    func replay(_ transcript: Transcript) async throws {
        if let step = transcript.steps.first, step.command == "chatroom shell" {
            // A shell that says nothing of unread messages has none.
            if !transcript.contains(" unread in ") { try await run("chatroom history --unread --mark || [ $? = 1 ]") }
            return try await PromptRun(step: step, user: alice).replay()
        }
        var user = alice
        let act = meanwhile.first { transcript.contains($0.command) }
        user.environment.merge(act?.environment ?? [:]) { $1 }
        try await TranscriptRun(transcript: transcript, user: user).replay(at: act?.place ?? .pipe) { terminal in
            try await act?.run(terminal)
        }
    }

    /// What happens while a command runs.
    private struct Act {
        let command: String
        var place = TranscriptRun.Place.terminal
        var environment: [String: String] = [:]
        let run: (Terminal) async throws -> Void
    }

    private var meanwhile: [Act] {
        [
            Act(command: "\(fixture.server.address) login bob", environment: elsewhere) { terminal in
                try await terminal.waitFor("Trust it (yes/no/[fingerprint])? ")
                terminal.enter("yes")
                try await terminal.waitFor("Password for bob: ")
                terminal.enter(Fixture.password)
            },
            Act(command: "register alice", environment: besideData) { try await $0.enterNewPassword() },
            Act(command: "--profile admin register carol", environment: besideData.merging(elsewhere) { $1 }) {
                try await $0.enterNewPassword()
            },
            Act(command: "Deploy v1.2?", place: .pipe) { terminal in
                try await terminal.waitFor("stored; @bob is offline")
                try await bob("send @alice yes")
            },
            Act(command: "--mention --count 1 --timeout 5m", place: .pipe) { _ in
                try await follows("alice")
                try await bob("send ops '@alice can you look at the log?'")
            },
            Act(command: "./agent 17", place: .pipe, environment: elsewhere) { _ in
                try await follows("worker")
                try await bob("send ops '@worker stop now'")
            },
            Act(command: "--listen unix:./socket", place: .pipe) { terminal in
                // The last line that it prints.
                try await terminal.waitFor("/first-account")
                try await timeOut()
            },
            Act(command: "grep fingerprint") { terminal in
                try await terminal.waitFor("fingerprint SHA256:")
                try await timeOut()
            },
            Act(command: "big.bin", place: .pipe) { terminal in
                let server = fixture.server.process
                try await server.waitForLine(containing: "verb=put-chunk", on: .errors, occurrence: 8)
                server.send(signal: SIGSTOP)
                try await timeOut()
                try await terminal.waitFor("stopped at")
                server.send(signal: SIGCONT)
            },
            Act(command: "cat heard") { terminal in
                try await terminal.waitFor("hello from a bot")
                try await run("echo >heard")
            },
            Act(command: "./bot") { terminal in
                try await eventually("the bot's answer") {
                    try await bob("send ops '@alice hello'")
                    return try await said("I hear you, bob")
                }
                terminal.press(.controlC)
            },
            Act(command: "tail -n 0 -F app.log") { terminal in
                try await eventually("a line of the log") {
                    try await run("echo ERROR 17 >>app.log; echo fine >>app.log")
                    return try await said("ERROR 17")
                }
                terminal.press(.controlC)
            },
        ]
    }

    /// Another home, as far as logins go.
    private var elsewhere: [String: String] { ["XDG_STATE_HOME": alice.home.file("elsewhere")] }

    /// On the machine of the server, whose key can be compared with what it shows.
    private var besideData: [String: String] { ["CHATROOM_DATA": fixture.server.dataPath] }

    /// Ends what runs under timeout(1).
    private func timeOut() async throws { try await run("kill -ALRM $(cat pid)") }

    private func bob(_ command: String) async throws { try await run("chatroom \(command) --profile bob -q") }

    private func said(_ text: String) async throws -> Bool {
        try await run("chatroom history ops -n 0 --format '{text}' || [ $? = 1 ]").lines.contains(text)
    }

    /// Waits until somebody listens; nobody of that name has before.
    private func follows(_ name: String) async throws {
        try await fixture.server.process.waitForLine(containing: "user=\(name) verb=follow", on: .errors)
    }
}
