import ChatroomTestSupport
import Foundation
import Testing

/// The client in chatroom-protocol(7), which knows that page and `chatroom.proto` alone.
@Suite(.timeLimit(.minutes(1)))
struct ProtocolPageTests {
    /// Whether there is what the client needs: protoc and the Python package of the same name.
    private static let canRun =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/protoc")
        && FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/google/protobuf")

    @Test(.enabled(if: canRun)) func theClientInPythonRegistersSendsAndFollows() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let home = alice.home
            let client = try ManPage("chatroom-protocol.7").literal(startingWith: "\"\"\"python3 client.py")
            #expect(client.split(separator: "\n", omittingEmptySubsequences: false).count < 100)
            try home.write("client.py", Array(client.utf8))
            let proto = Repository.path("Sources/ChatroomWire")
            try await RunningProcess(
                "/usr/bin/protoc", ["--proto_path=\(proto)", "--python_out=\(home.path)", "chatroom.proto"],
                environment: alice.environment
            ).waitForExit().check()
            let arguments = [
                "-u", "client.py", fixture.server.address, fixture.server.fingerprint, "py", Fixture.password, "lobby",
                "from python: \u{6f22}\u{5b57}",
            ]
            // Twice: the second time it logs in.
            for number in 1...2 {
                let python = try RunningProcess(
                    "/usr/bin/python3", arguments, environment: alice.environment, directory: home.path)
                try await eventually("the message in the room") {
                    try await alice.run(["history", "lobby", "--from", "py"]).lines.count == 1 + number
                }
                try await alice.run(["send", "lobby", "to python, \(number)"]).check()
                try await eventually("the message in Python") {
                    python.outputSoFar.contains("alice to python, \(number)")
                }
                #expect(python.outputSoFar.contains("py from python: \u{6f22}\u{5b57}"))
                python.kill()
            }
            let kinds = try await alice.run(["history", "lobby", "--format", "{from} {kind}"]).check().lines
            #expect(kinds.contains("py agent"))
        }
    }
}
