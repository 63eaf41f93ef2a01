import ChatroomCore
import ChatroomSystem
import ChatroomTestSupport
import Foundation
import Testing

@testable import ChatroomProcess
@testable import ChatroomSystem

struct HandlerProcessTests {
    init() { ProcessSignals.ignorePipe() }

    /// A handler that is a shell script; `$0` is a file that it can write to.
    private func script(_ text: String, _ file: String = "/dev/null", patience: Duration = .seconds(10))
        -> HandlerProcess
    {
        HandlerProcess(command: ["sh", "-c", text, file], environment: ["ROOM": "ops"], patience: patience)
    }

    private func contents(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    @Test(arguments: [
        ("exit 0", ProcessEnd.exited(0)), ("exit 3", .exited(3)), ("exit 255", .exited(255)),
        ("kill -KILL $$", .killed(SIGKILL)), ("kill -PIPE $$", .killed(SIGPIPE)),
    ])
    func theEndIsWhatTheCommandMadeIt(text: String, end: ProcessEnd) async throws {
        #expect(try await script(text).run(body: "") == end)
    }

    @Test func theBodyIsStandardInputToItsEnd() async throws {
        let scratch = try ScratchDirectory()
        let body = String(repeating: "grüße\n\0", count: 130_000)
        let end = try await script("cat > \"$0\"", scratch.file("out")).run(body: body)
        #expect(end == .exited(0))
        #expect(try contents(scratch.file("out")) == body)
    }

    @Test(arguments: ["exit 4", "exec <&-; sleep 0.1; exit 4", "head -c 1 >/dev/null; exit 4"])
    func aCommandNeedNotReadTheBody(text: String) async throws {
        let end = try await script(text).run(body: String(repeating: "x", count: 1 << 20))
        #expect(end == .exited(4))
    }

    @Test func variablesAreAddedToOurs() async throws {
        let scratch = try ScratchDirectory()
        let text = #"printf '%s|' "$ROOM" "$FROM" "$TEXT" "${PATH:+path}" > "$0""#
        let handler = script(text, scratch.file("out"))
        _ = try await handler.run(body: "", variables: ["FROM": "bob", "TEXT": "a=b\n ü"])
        #expect(try contents(scratch.file("out")) == "ops|bob|a=b\n ü|path|")
        _ = try await handler.run(body: "", variables: ["ROOM": "lobby"])
        #expect(try contents(scratch.file("out")) == "lobby|||path|")
    }

    @Test func signalsHaveTheirDefaultActionAgain() async throws {
        let scratch = try ScratchDirectory()
        let text = "sed -nE 's/^Sig(Ign|Blk):.//p' /proc/self/status > \"$0\""
        _ = try await script(text, scratch.file("out")).run(body: "")
        let masks = try contents(scratch.file("out")).split(separator: "\n").map { UInt64($0, radix: 16) }
        // glibc's posix_spawn(3) ignores 32 and 33, which it keeps for itself, in every child.
        #expect(masks.map { $0.map { $0 & ~(0b11 << 31) } } == [0, 0])
    }

    @Test func noDescriptorOfOursIsInherited() async throws {
        // One that closes by itself on execution and one that does not.
        let pipe = try #require(PipeEnds())
        let open = dup(pipe.reading)
        defer { for number in [pipe.reading, pipe.writing, open] { close(number) } }
        let scratch = try ScratchDirectory()
        // 3 is the directory that ls itself reads.
        _ = try await script("exec ls /proc/self/fd > \"$0\"", scratch.file("out")).run(body: "")
        #expect(try contents(scratch.file("out")) == "0\n1\n2\n3\n")
    }

    /// Cancels a run once the command has written to its file.
    private func cancel(_ text: String, patience: Duration, body: String = "") async throws -> ProcessEnd {
        let scratch = try ScratchDirectory()
        let handler = script(text, scratch.file("out"), patience: patience)
        return try await Deadline.run("the cancelled command") {
            try await withThrowingTaskGroup(of: ProcessEnd.self) { group in
                group.addTask { try await handler.run(body: body) }
                try await eventually { FileManager.default.fileExists(atPath: scratch.file("out")) }
                group.cancelAll()
                return try #require(try await group.next())
            }
        }
    }

    @Test func cancellationEndsACommandThatWouldGoOn() async throws {
        #expect(try await cancel("> \"$0\"; exec sleep 1000", patience: .seconds(1000)) == .killed(SIGTERM))
    }

    @Test func aCommandMayPutThingsInOrderAfterCancellation() async throws {
        // Not a shell that forks meanwhile, which may forget the signal.
        let loop = "trap 'exit 7' TERM; > $0; while :; do read -r -t 0.05 <&5; done"
        let text = "mkfifo \"$0.wait\"; exec 5<>\"$0.wait\"; exec bash -c '\(loop.replacing("'", with: "\""))' \"$0\""
        #expect(try await cancel(text, patience: .seconds(1000)) == .exited(7))
    }

    @Test func aCommandThatIgnoresSIGTERMIsKilled() async throws {
        let text = "trap '' TERM; > \"$0\"; while :; do sleep 0.05; done"
        #expect(try await cancel(text, patience: .milliseconds(20)) == .killed(SIGKILL))
    }

    @Test func cancellationNeverShowsThePartForTheWhole() async throws {
        // Were the input closed on cancellation, this would exit with 0 instead of waiting for more.
        let text = "trap '' TERM; head -c 100000 >/dev/null; > \"$0\"; sleep 0.2; cat >/dev/null; exit 0"
        let body = String(repeating: "x", count: 1 << 20)
        #expect(try await cancel(text, patience: .milliseconds(500), body: body) == .killed(SIGKILL))
    }

    @Test func aCancelledTaskRunsNothing() async throws {
        let scratch = try ScratchDirectory()
        let handler = script("> \"$0\"", scratch.file("out"))
        let error = await withTaskGroup(of: (any Error)?.self) { group in
            group.cancelAll()
            group.addTask { await failure { try await handler.run(body: "") } }
            return await group.next() ?? nil
        }
        #expect(error is CancellationError)
        #expect(!FileManager.default.fileExists(atPath: scratch.file("out")))
    }

    @Test func whatCannotBeRunIsNamedEarly() throws {
        let scratch = try ScratchDirectory()
        let plain = try scratch.write("plain", "exit 0\n".utf8)
        let cases: [(String, ChatError.Code)] = [
            ("no-such-command-here", .commandMissing), (scratch.file("none"), .commandMissing),
            ("\(plain)/below", .commandMissing), (plain, .commandNotRun), (scratch.path, .commandNotRun),
            ("", .usage),
        ]
        for (name, code) in cases {
            let error = #expect(throws: ChatError.self) { try HandlerProcess.check([name]) }
            #expect(error?.code == code, "\(name)")
            #expect(error.map { name.isEmpty || $0.message.contains("'\(name)'") } == true)
        }
        try HandlerProcess.check(["sh"])
        try HandlerProcess.check(["/bin/sh", "-c", "exit"])
    }

    @Test(arguments: ["exit 0\n", "#!/no/such/interpreter\n"])
    func aScriptWithoutItsInterpreterSaysWhatIsMissing(text: String) async throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("handle.sh", text.utf8)
        chmod(path, 0o755)
        let error = await #expect(throws: ChatError.self) { try await HandlerProcess(command: [path]).run(body: "") }
        #expect(error?.code == .commandNotRun)
        #expect(error?.message.hasPrefix("cannot run '\(path)'") == true)
        #expect(error?.hint?.contains("#!/bin/sh") == true)
    }
}
