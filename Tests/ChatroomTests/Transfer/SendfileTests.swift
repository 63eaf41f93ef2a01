import ChatroomTestSupport
import Crypto
import Foundation
import Glibc
import Testing

/// `sendfile` and `getfile` as scripts use them.
@Suite(.timeLimit(.minutes(2)))
struct SendfileTests {
    private func randomBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private func bytes(_ user: ChatroomBinary, _ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: user.home.file(name))))
    }

    @Test func aFileGoesToARoomAndComesBack() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let sent = randomBytes(700_000)
            try alice.home.write("dump.sql", sent)
            let id = try await alice.run(["sendfile", "lobby", "dump.sql", "--message", "the dump"]).check()
            #expect(id.errors == "" && id.lines.count == 1 && id.lines[0].hasPrefix("f_"))
            #expect(try await bob.run(["getfile", id.lines[0]]).check().lines == ["dump.sql"])
            #expect(try bytes(bob, "dump.sql") == sent)
            var status = stat()
            #expect(stat(bob.home.file("dump.sql"), &status) == 0 && status.st_mode & 0o777 == 0o600)
            let history = try await bob.run(["history", "lobby"]).check().lines
            #expect(history.last?.hasSuffix("  alice [file \(id.lines[0]) 700 kB dump.sql]  the dump") == true)
            let again = try await bob.run(["getfile", id.lines[0]])
            try again.check(73)
            #expect(again.errors.contains("dump.sql already exists. Use --force to replace it"))
            try await bob.run(["getfile", id.lines[0], "--force"]).check()
            try await bob.run(["getfile", id.lines[0], "-o", "other"]).check()
            #expect(try bytes(bob, "other") == sent)
        }
    }

    @Test func pipesWorkAtBothEnds() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let text = String(repeating: "a line of a dump\n", count: 40_000)
            try await alice.run(["sendfile", "@bob", "-", "--name", "d.txt"], input: .text(text)).check()
            #expect(try await bob.run(["getfile", "--last", "@alice", "-o", "-"]).check().output == text)
            let json = try await bob.run(["getfile", "--last", "--json"]).check().lines
            #expect(json.count == 1 && json[0].contains(#""path":"d.txt"}"#))
            let message = try await bob.run(["history", "--files", "--json"]).check().lines
            #expect(message[0].contains(#""file":{"id":"f_"#) && message[0].contains(#""type":"text/plain""#))
            #expect(
                try await bob.run(["history", "@alice", "--format", "{fileName} {fileSize}"]).check().lines
                    == ["d.txt \(text.utf8.count)"])
        }
    }

    @Test func anEmptyPipeIsNoFile() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            let ended = try await alice.run(["sendfile", "lobby", "-"], input: .text("")).check(65)
            #expect(
                ended.errors
                    == "chatroom: standard input was empty, nothing sent. An empty file can be sent by its name.\n")
            try alice.home.write("empty", [])
            try await alice.run(["sendfile", "lobby", "empty"]).check()
            #expect(try await alice.run(["getfile", "--list"]).check().lines.count == 1)
        }
    }

    @Test func whatCannotBeSentIsSaidBeforeAnythingIs() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("good", [1])
            try alice.home.makeDirectory("folder")
            for (arguments, status) in [
                (["lobby", "good", "missing"], 66), (["lobby", "good", "folder"], 65), (["lobby"], 64),
                (["lobby", "good", "good", "--name", "x"], 64), (["lobby", "good", "--name", "a/b"], 64),
                (["nowhere", "good"], 68), (["lobby", "good", "--max-downloads", "0"], 64), (["lobby", "-", "-"], 64),
                (["lobby", "../x", "--tar"], 65),
            ] as [([String], Int32)] {
                try await alice.run(["sendfile"] + arguments).check(status)
            }
            for (arguments, status) in [
                (["f_0000000001"], 68), (["nonsense"], 65), ([], 64), (["--last"], 1), (["--list", "lobby"], 1),
                (["--last", "--list"], 64), (["f_0000000001", "-o", "no/such/place"], 68),
            ] as [([String], Int32)] {
                try await alice.run(["getfile"] + arguments).check(status)
            }
            try await alice.run(["history", "lobby"]).check(1)
            try await alice.run(["sendfile", "--list"]).check(1)
        }
    }

    @Test func oneOfSeveralThatCannotBeHadKeepsNoOtherBack() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for name in ["a", "b", "c"] { try alice.home.write(name, Array(name.utf8)) }
            let ids = try await alice.run(["sendfile", "lobby", "a", "b", "c"]).check().lines
            try alice.home.makeDirectory("in")
            try alice.home.write("in/a", Array("mine".utf8))
            let fetched = try await alice.run(["getfile", "-o", "in"] + ids)
            try fetched.check(73)
            #expect(fetched.lines == ["in/b", "in/c"])
            #expect(try bytes(alice, "in/a") == Array("mine".utf8))
        }
    }

    @Test func aFileTakesThePlaceOfNoDevice() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("a", [1])
            let id = try await alice.run(["sendfile", "lobby", "a"]).check().lines[0]
            #expect(mkfifo(alice.home.file("pipe"), 0o600) == 0)
            for arguments in [["-o", "pipe"], ["-o", "pipe", "--force"]] {
                let refused = try await alice.run(["getfile", id] + arguments)
                try refused.check(73)
                #expect(refused.errors.contains("pipe is not a file. -o - writes to standard output."))
            }
        }
    }

    @Test func aStreamThatIsRefusedLeavesNothing() async throws {
        try await Fixture.with(["--limit", "file-bytes=1000000"]) { fixture in
            let alice = try await fixture.user("alice")
            let refused = try await alice.run(
                ["sendfile", "lobby", "-", "--name", "s"], input: .text(String(repeating: "x", count: 2_000_000)))
            #expect(refused.exit != .code(0) && refused.errors.contains("has more than 1000000 bytes"))
            try await alice.run(["sendfile", "--list"]).check(1)
        }
    }

    @Test func severalFilesAndADirectory() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            for name in ["one", "two"] { try alice.home.write(name, Array(name.utf8)) }
            try alice.home.makeDirectory("folder")
            try alice.home.write("folder/three", Array("three".utf8))
            #expect(try await alice.run(["sendfile", "lobby", "one", "two"]).check().lines.count == 2)
            try await alice.run(["sendfile", "lobby", "folder", "one", "--tar"]).check()
            let listed = try await alice.run(["getfile", "--list", "lobby"]).check().lines
            #expect(listed.map { $0.split(separator: "\t").last } == ["one", "two", "folder.tar"])
            let archive = try await alice.run(["getfile", "--last", "-o", "got.tar"]).check()
            #expect(archive.lines == ["got.tar"])
            #expect(try bytes(alice, "got.tar").count % 512 == 0)
        }
    }

    @Test func aTransferThatIsKilledIsResumed() async throws {
        try await Fixture.with { fixture in
            let (alice, bob) = (try await fixture.user("alice"), try await fixture.user("bob"))
            let sent = randomBytes(12_000_000, seed: 3)
            try alice.home.write("big", sent)
            let first = try alice.start(["sendfile", "lobby", "big"])
            // The server stands still as soon as it has a part.
            try await eventually("a part") { try received(fixture) > 0 }
            fixture.server.process.send(signal: SIGSTOP)
            first.kill()
            try await first.waitForExit()
            fixture.server.process.send(signal: SIGCONT)
            let pending = try await alice.run(["sendfile", "--list"])
            // It may all the same have been whole when the signal came.
            if pending.exit == .code(0) { #expect(pending.lines[0].hasSuffix("\tbig")) }
            try await fixture.server.kill()
            try await fixture.server.restart()
            let again = try await alice.run(["sendfile", "lobby", "big"]).check()
            try await bob.run(["getfile", again.lines[0]]).check()
            #expect(try bytes(bob, "big") == sent)
            try await alice.run(["sendfile", "--list"]).check(1)
        }
    }

    @Test func aTerminalShowsHowFarItIs() async throws {
        try await Fixture.with { fixture in
            let alice = try await fixture.user("alice")
            try alice.home.write("big", randomBytes(3_000_000))
            let terminal = try alice.startOnTerminal(["sendfile", "lobby", "big"])
            try await terminal.waitFor("sha256 ")
            #expect(try await terminal.waitForExit() == 0)
            let row = try #require(terminal.screen.lines.first { $0.contains("sha256") })
            #expect(row.hasPrefix("big  100%  3.0 MB  "))
            let digits = SHA256.hash(data: randomBytes(3_000_000)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            #expect(row.contains("sha256 \(digits.joined().prefix(4))...\(digits.joined().suffix(4))"))
            // Nothing is left of the line before it.
            #expect(terminal.screen.lines.filter { $0.contains("MB/s") }.count == 1)
            let refused = try alice.startOnTerminal(["getfile", "--last", "-o", "-"])
            #expect(try await refused.waitForExit() == 64)
        }
    }

    /// How many bytes of files the server has, whole or not.
    private func received(_ fixture: Fixture) throws -> Int {
        let path = "\(fixture.server.dataPath)/files"
        let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
        return names.reduce(0) { sum, name in
            var status = stat()
            guard stat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return sum }
            return sum + Int(status.st_size)
        }
    }
}
