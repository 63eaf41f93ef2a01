import ChatroomTestSupport
import Foundation

/// What the examples of a page assume: a server, alice, bob and ci as profiles of one home, a room and some files.
struct ManScene {
    let fixture: Fixture
    let page: String
    let alice: ChatroomBinary

    /// Sets it up for a page.
    init(_ fixture: Fixture, page: String) async throws {
        self.fixture = fixture
        self.page = page
        // There the first account of all is made.
        let isFirst = page == "chatroom-register.1"
        var alice = try await isFirst ? fixture.server.client() : fixture.user("alice")
        alice = try Stubs.adding(to: alice)
        alice.environment.merge([
            "FINGERPRINT": fixture.server.fingerprint, "PW": Fixture.password, "BUILD": "3", "STATUS": "green",
        ]) { $1 }
        self.alice = alice
        for name in ["bob", "ci", "carol"] { try alice.home.write("\(name).password", Array(Fixture.password.utf8)) }
        try alice.home.write("app.log", Array("l1\nl2\nl3\n".utf8))
        try await run(
            "chmod 600 *.password; mkdir logs files secrets; mkfifo heard; echo log >logs/a; echo dump >dump.sql")
        try await run("cp bob.password secrets/password; echo '%PDF-1.4' >report.pdf")
        if !isFirst { try await run(Self.people + (Self.preparations[page] ?? "")) }
    }

    /// A block of the page, with what there is in the place of what is not.
    func transcript(_ text: String) throws -> Transcript {
        var transcript = Transcript(text)
        let address = fixture.server.address
        for name in ["localhost:8888", "chat.example:8888"] { transcript.replace(name, with: address) }
        transcript.replace("CHATROOM_SERVER=chat.example", with: "CHATROOM_SERVER=\(address)")
        transcript.replace("--server localhost ", with: "--server \(address) ")
        transcript.replace("--listen 0.0.0.0:8888", with: "--listen 0.0.0.0:0")
        // A second may be short on a busy machine: what is stopped after one is stopped when it has got far enough.
        transcript.replace("sleep 1)", with: "cat heard)")
        transcript.replace("--watch --timeout 1s", with: "--watch --timeout 10s")
        transcript.replace("timeout -s INT 1", with: "stoppable timeout -s INT 60")
        transcript.replace(
            "timeout 1 chatroom serve --data ./data --listen 127",
            with: "stoppable timeout 60 chatroom serve --data ./data --listen 127")
        transcript.replace("/run/secrets", with: "secrets")
        transcript.replace("chatroom getfile f_01998C3WB2", with: "chatroom getfile $(cat id)")
        for step in transcript.steps {
            guard let name = step.command.wholeMatch(of: /cat (\S+)/)?.1, step.output.first?.hasPrefix("#!") == true
            else { continue }
            let path = try alice.home.write(String(name), Array((step.output.joined(separator: "\n") + "\n").utf8))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        }
        return transcript
    }

    /// Runs shell commands as alice, all of which must succeed.
    @discardableResult
    func run(_ script: String) async throws -> FinishedProcess {
        try await RunningProcess(
            "/bin/bash", ["-euo", "pipefail", "-c", script], environment: alice.environment, directory: alice.home.path
        ).waitForExit().check()
    }

    private static let people = """
        chatroom register bob --profile bob --password-file bob.password --fingerprint "$FINGERPRINT" -q
        chatroom register ci --profile ci --kind agent --password-file ci.password -q
        chatroom room create ops

        """

    private static let messages = """
        chatroom send ops -q --profile ci build 812 is green
        chatroom send ops -q --profile bob '@alice can you look at the log?'

        """

    /// What else a page assumes.
    private static let preparations = [
        "chatroom-getfile.1": """
        chatroom sendfile ops report.pdf -q >id; rm report.pdf
        ! type zstd || { echo 'select 1' | zstd | chatroom sendfile @alice - --name s.zst --profile bob -q; }
        """,
        "chatroom-history.1": messages,
        "chatroom-json.5": "chatroom send ops -q '@bob first?'; chatroom send ops -q second",
        "chatroom-listen.1": "chatroom send ops -q --profile ci build 812 is green",
        "chatroom-recipes.7": """
        chatroom login ci --print-token --password-file ci.password >secrets/chatroom; chmod 600 secrets/*
        """,
        "chatroom-room.1": messages,
        "chatroom-sendfile.1": "truncate -s 200MB big.bin",
        "chatroom-shell.1": """
        chatroom room create builds
        chatroom send lobby -q --profile bob hello; chatroom history lobby --unread --mark
        chatroom send lobby -q --profile bob '@alice can you look at the log?'
        for number in 1 2 3; do chatroom send builds -q --profile ci "build $number"; done
        """,
    ]
}
