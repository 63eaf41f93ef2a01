import ChatroomTestSupport

/// A running server and users who are logged in to it, each with a home of their own.
struct Fixture {
    /// The password of every user.
    static let password = "correct horse 1"

    let server: RunningServer

    /// Runs something beside a server whose password hashes are cheap to make.
    static func with(
        _ arguments: [String] = [], isolation: isolated (any Actor)? = #isolation,
        _ body: (Fixture) async throws -> Void
    ) async throws {
        try await RunningServer.with(arguments: ["--password-cost", "10"] + arguments) { server in
            try await body(Fixture(server: server))
        }
    }

    /// A new user, registered and logged in.
    func user(_ name: String, kind: String = "human") async throws -> ChatroomBinary {
        let client = try server.client()
        try await client.run(
            ["register", name, "--kind", kind, "--password-stdin", "--fingerprint", server.fingerprint],
            input: .text(Self.password)
        ).check()
        return client
    }
}

extension ChatroomBinary {
    /// Makes a cursor that begins with what is said from here on.
    func makeCursor(_ name: String, _ places: String...) async throws {
        let terminal = try startOnTerminal(["listen"] + places + ["--cursor", name])
        try await terminal.waitFor("listening to ")
        terminal.press(.controlC)
        let status = try await terminal.waitForExit()
        guard status == 130 else { throw TestFailure("a listener ended with \(status): \(terminal.text)") }
    }
}

extension FinishedProcess {
    /// The lines of standard output.
    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }
}
