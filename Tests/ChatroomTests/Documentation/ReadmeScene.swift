import ChatroomTestSupport
import Foundation

/// A server with people who answer questions with yes, for what the README shows.
struct ReadmeScene {
    let fixture: Fixture
    let alice: ChatroomBinary
    /// Somebody who asks the others whether they are there.
    private let probe: ChatroomBinary

    /// Sets it up, with two rooms.
    init(_ fixture: Fixture) async throws {
        self.fixture = fixture
        alice = try await Self.withProgram(fixture.user("alice"), fixture)
        probe = try await fixture.user("probe")
        for room in ["ops", "builds"] { try await alice.run(["room", "create", room]).check() }
    }

    /// One more user, whose environment finds the program.
    func user(_ name: String, kind: String = "human") async throws -> ChatroomBinary {
        let user = try await Self.withProgram(fixture.user(name, kind: kind), fixture)
        for room in ["ops", "builds"] { try await user.run(["room", "join", room]).check() }
        return user
    }

    /// Lets somebody answer what is asked of them alone.
    ///
    /// - Returns: The process that does.
    func answering(_ user: ChatroomBinary, named name: String) async throws -> RunningProcess {
        let script = """
            #!/bin/sh
            case $CHATROOM_FROM in \(name)) exit ;; esac
            case $CHATROOM_CONVERSATION in @*) exec chatroom send "$CHATROOM_CONVERSATION" yes ;; esac

            """
        try user.home.write("answer", Array(script.utf8))
        chmod(user.home.file("answer"), 0o700)
        let process = try user.start(["listen", "--cursor", "answers", "--exec", user.home.file("answer")])
        try await present(name)
        return process
    }

    /// Waits until somebody hears what is said to them.
    func present(_ name: String) async throws {
        try await eventually(name) {
            try await probe.run(["send", "@\(name)", "@\(name) do you hear me?"]).check()
            return try await probe.run(["history", "@\(name)", "--from", name]).exit == .code(0)
        }
    }

    private static func withProgram(_ user: ChatroomBinary, _ fixture: Fixture) -> ChatroomBinary {
        var user = user
        let directory = (user.path as NSString).deletingLastPathComponent
        user.environment["PATH"] = "\(directory):\(user.environment["PATH"] ?? "")"
        user.environment["FINGERPRINT"] = fixture.server.fingerprint
        user.environment["PASSWORD"] = Fixture.password
        return user
    }
}
