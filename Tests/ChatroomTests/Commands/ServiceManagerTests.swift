import ChatroomTestSupport
import Foundation
import Testing

/// A server that something like systemd starts: with sockets that are open already, and told how it is.
@Suite(.timeLimit(.minutes(1)))
struct ServiceManagerTests {
    /// Opens sockets, starts the program in its arguments with them, and prints what it is told and how it ended.
    private static let manager = """
        import os, socket, sys
        home, kind, *command = sys.argv[1:]
        if kind == "unix":
            listener = socket.socket(socket.AF_UNIX); listener.bind(home + "/given")
        else:
            listener = socket.socket(type=socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
            listener.bind(("127.0.0.1", 0))
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        name = home + "/told" if kind == "unix" else "@told-" + str(os.getpid())
        told.bind(name.replace("@", chr(0)))
        pid = os.fork()
        if pid == 0:
            os.dup2(listener.fileno(), 3); os.set_inheritable(3, True)
            # Another's unless it is said whose they are.
            whose = os.getppid() if kind == "other" else os.getpid()
            given = {"LISTEN_PID": str(whose), "LISTEN_FDS": "1", "NOTIFY_SOCKET": name}
            os.execve(command[0], command, {**os.environ, **given})
        print("pid", pid, flush=True)
        if kind != "udp":
            for count in 1, 2:
                print(told.recv(4096).decode(), flush=True)
        print("ended", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
        """

    private static let python = "/usr/bin/python3"
    private static let hasPython = FileManager.default.isExecutableFile(atPath: python)

    private func start(_ kind: String, _ binary: ChatroomBinary, _ arguments: [String] = []) throws -> RunningProcess {
        let serve = [binary.path, "serve", "--data", binary.home.file("data"), "--password-cost", "10"]
        return try RunningProcess(
            Self.python, ["-c", Self.manager, binary.home.path, kind] + serve + arguments,
            environment: binary.environment)
    }

    @Test(.enabled(if: hasPython), arguments: ["tcp", "unix"])
    func aGivenSocketIsServedAndTheManagerIsTold(_ kind: String) async throws {
        let binary = try ChatroomBinary()
        let manager = try start(kind, binary)
        let pid = try await manager.waitForLine(containing: "pid ", on: .output).split(separator: " ")[1]
        _ = try await manager.waitForLine(containing: "READY=1", on: .output)
        let status = try await manager.waitForLine(containing: "STATUS=listening on ", on: .output)
        let address = String(status.dropFirst("STATUS=listening on ".count))
        #expect(address.hasPrefix(kind == "unix" ? "unix:\(binary.home.path)/given" : "127.0.0.1:"))
        // Its own key is trusted: it is TLS unless the socket is local.
        var alice = try ChatroomBinary(environment: ["CHATROOM_SERVER": address])
        alice.environment["CHATROOM_DATA"] = binary.home.file("data")
        try await alice.run(["register", "alice", "--password-stdin"], input: .text(Fixture.password)).check()
        try await alice.run(["send", "lobby", "through a given socket"]).check()
        kill(try #require(pid_t(pid)), SIGTERM)
        _ = try await manager.waitForLine(containing: "STOPPING=1", on: .output)
        let ended = try await manager.waitForExit().check()
        #expect(ended.lines.last == "ended 0")
    }

    @Test(.enabled(if: hasPython)) func socketsOfAnotherProcessAreLeftAlone() async throws {
        let binary = try ChatroomBinary()
        let manager = try start("other", binary, ["--listen", "unix:\(binary.home.file("own"))"])
        let pid = try await manager.waitForLine(containing: "pid ", on: .output).split(separator: " ")[1]
        let status = try await manager.waitForLine(containing: "STATUS=listening on ", on: .output)
        #expect(status == "STATUS=listening on unix:\(binary.home.file("own"))")
        kill(try #require(pid_t(pid)), SIGTERM)
        try await manager.waitForExit().check()
    }

    @Test(.enabled(if: hasPython)) func aGivenSocketOfTheWrongKindIsNamed() async throws {
        let ended = try await start("udp", ChatroomBinary()).waitForExit().check()
        #expect(ended.lines.last == "ended 78")
        #expect(
            ended.errors == """
                chatroom: descriptor 3, which this process was given, is no stream socket. In a systemd socket unit it \
                is 'ListenStream='.

                """)
    }

    @Test func aSignalDuringTheStartIsHeard() async throws {
        let binary = try ChatroomBinary()
        let other = try binary.start(["serve", "--listen", "127.0.0.1:0", "--data", binary.home.file("other")])
        _ = try await other.waitForLine(containing: "listening on", on: .errors)
        other.send(signal: SIGTERM)
        try await other.waitForExit().check()
        // The start waits until somebody writes the certificate.
        let certificate = binary.home.file("cert.pem")
        #expect(mkfifo(certificate, 0o600) == 0)
        let server = try binary.start([
            "serve", "--listen", "127.0.0.1:0", "--data", binary.home.file("data"), "--tls-cert", certificate,
            "--tls-key", binary.home.file("other/tls-key.pem"),
        ])
        try await eventually("a handler of SIGTERM") {
            let status = try String(contentsOfFile: "/proc/\(server.pid)/status", encoding: .utf8)
            let caught = status.firstMatch(of: /SigCgt:\s*([0-9a-f]+)/).flatMap { UInt64($0.1, radix: 16) } ?? 0
            return caught & (1 << UInt64(SIGTERM - 1)) != 0
        }
        server.send(signal: SIGTERM)
        let writer = try RunningProcess(
            "/bin/sh", ["-c", "exec cat other/tls-cert.pem > cert.pem"], environment: binary.environment,
            directory: binary.home.path)
        try await writer.waitForExit().check()
        let ended = try await server.waitForExit().check()
        #expect(ended.errors.contains("stopping: 0 clients told"))
    }
}
