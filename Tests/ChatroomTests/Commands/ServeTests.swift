import ChatroomTestSupport
import Glibc
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ServeTests {
    @Test func aFirstStartSaysWhatItMadeAndWhatComesNext() async throws {
        let binary = try ChatroomBinary()
        let server = try binary.start(["serve", "--listen", "127.0.0.1:0"])
        _ = try await server.waitForLine(containing: "chatroom register YOURNAME", on: .errors)
        let said = server.errorsSoFar
        #expect(said.hasPrefix("created ~/.local/share/chatroom (mode 0700) and a TLS key for localhost"))
        #expect(said.contains("\nfingerprint SHA256:"))
        #expect(said.contains("(this machine only; --listen 0.0.0.0:"))
        server.send(signal: 15)
        let ended = try await server.waitForExit().check()
        #expect(ended.errors.contains("stopping: 0 clients told, messages flushed ("))
        #expect(ended.output.isEmpty)
        let again = try binary.start(["serve", "--listen", "127.0.0.1:0"])
        _ = try await again.waitForLine(containing: "listening on", on: .errors)
        #expect(again.errorsSoFar.hasPrefix("fingerprint SHA256:"))
        again.send(signal: 2)
        try await again.waitForExit().check()
    }

    @Test func ownServerOnThisMachineIsNotAskedAbout() async throws {
        let binary = try ChatroomBinary()
        let server = try binary.start(["serve", "--listen", "127.0.0.1:0", "--password-cost", "10"])
        let line = try await server.waitForLine(containing: "listening on", on: .errors)
        let address = line.split(separator: " ")[2]
        try await binary.run(
            ["--server", String(address), "register", "alice", "--password-stdin"], input: .text(Fixture.password)
        ).check()
        server.send(signal: 15)
        try await server.waitForExit().check()
    }

    @Test func aServerIsTrustedByItsKeyWhateverNamesItsCertificateHolds() async throws {
        let binary = try ChatroomBinary()
        // No name of the certificate that the server makes itself.
        let server = try binary.start(["serve", "--listen", "127.0.0.2:0", "--password-cost", "10"])
        let line = try await server.waitForLine(containing: "listening on", on: .errors)
        let address = String(line.split(separator: " ")[2])
        try await ChatroomBinary().run(
            ["register", "alice", "--server", address, "--accept-new", "--password-stdin"],
            input: .text(Fixture.password)
        ).check()
        server.send(signal: 15)
        try await server.waitForExit().check()
    }

    @Test func aSecondServerLeavesALocalSocketToTheFirst() async throws {
        let binary = try ChatroomBinary()
        let path = binary.home.file("s")
        let serve = ["serve", "--listen", "unix:\(path)", "--password-cost", "10", "--data"]
        let first = try binary.start(serve + [binary.home.file("one")])
        _ = try await first.waitForLine(containing: "listening on", on: .errors)
        let second = try await binary.run(serve + [binary.home.file("two")]).check(69)
        #expect(
            second.errors.contains(
                "chatroom: cannot listen on unix:\(path) (address in use). Another server runs there; --listen"))
        try await binary.run(
            ["register", "alice", "--server", "unix:\(path)", "--password-stdin"], input: .text(Fixture.password)
        ).check()
        // One that was killed leaves its socket, which the next one replaces.
        first.kill()
        try await first.waitForExit()
        let third = try binary.start(serve + [binary.home.file("one")])
        _ = try await third.waitForLine(containing: "listening on", on: .errors)
        #expect(try await binary.run(["login", "--whoami", "--server", "unix:\(path)"]).check().lines == ["alice"])
        third.send(signal: 15)
        try await third.waitForExit().check()
        #expect(access(path, F_OK) != 0)
    }

    @Test func aLocalSocketServesWithoutTLS() async throws {
        let binary = try ChatroomBinary()
        let path = "unix:\(binary.home.file("s"))"
        let server = try binary.start(["serve", "--listen", path, "--password-cost", "10"])
        _ = try await server.waitForLine(containing: "listening on \(path)", on: .errors)
        try await binary.run(
            ["register", "alice", "--server", path, "--password-stdin"], input: .text(Fixture.password)
        ).check()
        try await binary.run(["send", "lobby", "hi", "--server", path]).check()
        server.send(signal: 15)
        try await server.waitForExit().check()
    }

    @Test func aStoppingServerTellsItsClientsAndTheyComeBack() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            // Before the listener comes, so that the server has seen the sender go.
            try await alice.run(["send", "lobby", "before"]).check()
            let listener = try alice.start(["listen", "lobby", "--format", "{text}", "--since", "1h", "--count", "2"])
            _ = try await listener.waitForLine(containing: "before", on: .output)
            let stopped = try await fixture.server.stop()
            #expect(stopped.errors.contains("stopping: 1 client told, messages flushed ("))
            try await fixture.server.restart()
            try await alice.run(["send", "lobby", "after"]).check()
            let ended = try await listener.waitForExit(within: .seconds(40)).check()
            #expect(ended.lines == ["before", "after"])
            #expect(ended.errors.contains("the server is shutting down; retrying in"))
        }
    }

    @Test func registrationCanBeClosed() async throws {
        try await Fixture.with(["--registration", "closed"]) { fixture in
            _ = try await fixture.user("alice")
            try await fixture.server.client().run(
                ["register", "bob", "--password-stdin", "--accept-new"], input: .text(Fixture.password)
            ).check(77)
        }
    }
}
