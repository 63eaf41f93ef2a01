import ChatroomTestSupport
import Foundation
import Testing

/// The commands of a transcript in one shell.
struct TranscriptRun {
    /// Where the commands find themselves.
    enum Place {
        /// At a terminal, as of somebody who types them.
        case terminal
        /// Without a terminal, as in a script or a job.
        case pipe
    }

    /// Exit statuses that are not 0, by the beginning of the command; a pipe has that of its last command that fails.
    private static let statuses: [String: Int32] = [
        // Stopped by Ctrl-C.
        "tail -n 0 -F": 130, "./bot": 130,
        // Stopped by timeout(1).
        "stoppable timeout -s INT 60 chatroom sendfile": 124,
        "stoppable timeout 60 chatroom serve": 124,
        "timeout 1 chatroom serve --data ./data --listen 0.0.0.0": 124,
        "chatroom who --watch --timeout 10s": 124,
        // No such room, and bob is not there.
        "chatroom send nosuch": 68, "chatroom who @bob -q": 1,
    ]

    let transcript: Transcript
    /// Whose home and environment the shell has.
    let user: ChatroomBinary

    /// Runs the commands and compares what they print and how they end with what is shown.
    ///
    /// - Parameters:
    ///   - place: Where the commands run.
    ///   - meanwhile: What happens while they run, at the keyboard or elsewhere.
    /// - Throws: What `meanwhile` throws, and that the shell does not end.
    func replay(
        at place: Place, meanwhile: (Terminal) async throws -> Void = { _ in }
    ) async throws {
        try user.home.write("transcript", Array(script.utf8))
        let command = place == .pipe ? "bash transcript </dev/null 2>&1 | cat" : "exec bash transcript"
        let terminal = try Terminal(
            "/bin/bash", ["-c", command], environment: user.environment, directory: user.home.path,
            size: Terminal.Size(rows: 50, columns: 120))
        try await meanwhile(terminal)
        try await terminal.waitFor("\u{3}", within: .seconds(40))
        try await terminal.waitForExit()
        let text = terminal.text.replacing("\r\n", with: "\n")
        let outcomes = text.matches(of: /\u{1}\n((?s:.*?))\u{2}(\d+)\n/).map { match in
            // What a program says when it is stopped, nobody shows.
            let shown = match.1.firstRange(of: "^C").map { match.1[..<$0.lowerBound] } ?? match.1
            return Transcript.Outcome(printed: PrintedText.lines(String(shown)), status: Int32(match.2) ?? -1)
        }
        transcript.check(outcomes, statuses: Self.statuses)
    }

    /// The commands, each between two marks, with the status of the one before in `$?`.
    private var script: String {
        let steps = transcript.steps.map { step in
            """
            printf '\\001\\n'; (exit $status)
            \(step.command)
            status=$?; printf '\\002%s\\n' $status

            """
        }
        // Ctrl-C ends a command and not the shell.
        return "set -o pipefail; trap : INT; status=0\n" + steps.joined() + "printf '\\003'\n"
    }
}
