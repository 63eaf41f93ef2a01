import ChatroomTestSupport
import Foundation
import Testing

/// What only the machine's owner has, what a job needs of a machine, and what signals do to a server.
@Suite(.timeLimit(.minutes(2)))
struct OwnerTests {
    @Test func theFirstAccountNeedsTheCodeUnlessItIsFound() async throws {
        try await Fixture.with { fixture in
            let path = "\(fixture.server.dataPath)/first-account"
            let code = try #require(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first)
            // Where the file cannot be read, as from another machine or as another user.
            try FileManager.default.moveItem(atPath: path, toPath: "\(path).hidden")
            let register = ["register", "alice", "--password-stdin", "--accept-new"]
            let stranger = try fixture.server.client()
            let refused = try await stranger.run(register, input: .text(Fixture.password)).check(77)
            #expect(refused.errors.contains("and the first one, its administrator's, needs a code. The user who runs"))
            let guess = String(repeating: "0", count: 32)
            let wrong = try await stranger.run(register + ["--code", guess], input: .text(Fixture.password)).check(77)
            #expect(wrong.errors.contains("that is not the code of this server's first account"))
            let owner = try await stranger.run(register + ["--code", String(code)], input: .text(Fixture.password))
                .check()
            #expect(owner.errors.contains("registered alice (administrator)"))
        }
    }

    /// A server that says where the code is may be anybody's: the code is shown to the one whose key the file names.
    @Test func theCodeOfOneServerIsNotShownToAnother() async throws {
        try await Fixture.with { fixture in
            let path = "\(fixture.server.dataPath)/first-account"
            let code = try #require(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first)
            let other = String(repeating: "A", count: 43)
            try "\(code)\nSHA256:\(other)\n".write(toFile: path, atomically: false, encoding: .utf8)
            let register = ["register", "alice", "--password-stdin", "--accept-new"]
            try await fixture.server.client().run(register, input: .text(Fixture.password)).check(77)
            try "\(code)\n\(fixture.server.fingerprint)\n".write(toFile: path, atomically: false, encoding: .utf8)
            // Nor is a file read that others may read.
            #expect(chmod(path, 0o644) == 0)
            try await fixture.server.client().run(register, input: .text(Fixture.password)).check(77)
            #expect(chmod(path, 0o600) == 0)
            try await fixture.server.client().run(register, input: .text(Fixture.password)).check()
        }
    }

    @Test(arguments: [nil, "/", "/nonexistent", "/proc"])
    func aTokenAndAFingerprintNeedNoHome(home: String?) async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let token = try await alice.run(
                ["login", "alice", "--print-token", "--password-stdin"], input: .text(Fixture.password)
            ).check().lines[0]
            var job = try ChatroomBinary()
            job.environment = [
                "CHATROOM_SERVER": fixture.server.address, "CHATROOM_TOKEN": token,
                "CHATROOM_FINGERPRINT": fixture.server.fingerprint,
            ]
            job.environment["HOME"] = home
            for arguments in [
                ["send", "lobby", "one"], ["history", "lobby"], ["who"],
                ["listen", "lobby", "--count", "1", "--since", "1h"],
            ] {
                try await job.run(arguments).check()
            }
            job.environment["CHATROOM_FINGERPRINT"] = "SHA256:" + String(repeating: "A", count: 43)
            try await job.run(["who"]).check(76)
            job.environment["CHATROOM_FINGERPRINT"] = "nonsense"
            let wrong = try await job.run(["who"]).check(78)
            #expect(wrong.errors.contains("CHATROOM_FINGERPRINT: 'nonsense' is not a key fingerprint"))
        }
    }

    @Test func whatIsGivenATokenAndAFingerprintLeavesNoFile() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let token = try await alice.run(
                ["login", "alice", "--print-token", "--password-stdin"], input: .text(Fixture.password)
            ).check().lines[0]
            let job = try fixture.server.client(environment: ["CHATROOM_TOKEN": token])
            for command in [["send", "lobby", "one"], ["who"], ["room", "list"]] {
                try await job.run(command + ["--fingerprint", fixture.server.fingerprint]).check()
            }
            #expect(try FileManager.default.subpathsOfDirectory(atPath: job.home.path) == [])
        }
    }

    @Test func signalsThatMeanReloadAreIgnoredWithALine() async throws {
        try await Fixture.with { fixture in
            let process = fixture.server.process
            for (signal, name) in [(SIGHUP, "SIGHUP"), (SIGUSR1, "SIGUSR1"), (SIGUSR2, "SIGUSR2")] {
                process.send(signal: signal)
                let line = try await process.waitForLine(containing: name, on: .errors)
                #expect(line.contains("a signal is ignored, there is nothing to reload"))
            }
            _ = try await fixture.user("alice")
        }
    }

    @Test func anExpiredCertificateIsNamed() async throws {
        let binary = try ChatroomBinary()
        let script = """
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout k.pem \
            -out r.pem 2>/dev/null && openssl x509 -req -in r.pem -signkey k.pem -days -1 -out c.pem 2>/dev/null
            """
        try await RunningProcess(
            "/bin/sh", ["-c", script], environment: binary.environment, directory: binary.home.path
        ).waitForExit().check()
        let server = try binary.start(
            ["serve", "--listen", "127.0.0.1:0", "--tls-cert", "c.pem", "--tls-key", "k.pem"])
        let line = try await server.waitForLine(containing: "listening on", on: .errors)
        #expect(server.errorsSoFar.contains(/the certificate expired on 20\d\d-\d\d-\d\d; clients that/))
        let address = String(line.split(separator: " ")[2])
        let refused = try await ChatroomBinary().run(["login", "alice", "--server", address]).check(76)
        #expect(refused.errors.contains(/the certificate of 127.0.0.1:\d+ expired on 20\d\d-\d\d-\d\d and there is no/))
        #expect(!refused.errors.contains("not known yet"))
        let size = Terminal.Size(rows: 24, columns: 120)
        let terminal = try ChatroomBinary().startOnTerminal(["login", "alice", "--server", address], size: size)
        _ = try await terminal.waitFor("The certificate of \(address) expired on 20")
        terminal.enter("no")
        #expect(try await terminal.waitForExit() == 76)
        server.send(signal: 15)
        try await server.waitForExit().check()
    }
}
