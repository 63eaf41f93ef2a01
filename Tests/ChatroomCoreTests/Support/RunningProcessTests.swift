import Glibc
import Testing

@testable import ChatroomTestSupport

/// Holds what other tests stand on to what it promises, with programs that every machine has.
struct RunningProcessTests {
    private func shell(_ script: String, input: ProcessInput = .nothing) throws -> RunningProcess {
        try RunningProcess(
            "/bin/sh", ["-c", script], environment: ChatroomBinary.cleanEnvironment(home: "/"), input: input)
    }

    @Test func outputErrorsAndExitCodeAreCaptured() async throws {
        let finished = try await shell("echo out; echo err >&2; exit 7").waitForExit()
        #expect(finished.output == "out\n")
        #expect(finished.errors == "err\n")
        #expect(finished.exit == .code(7))
        #expect(throws: TestFailure.self) { try finished.check() }
        try finished.check(7)
    }

    @Test func aSignalIsToldFromAnExitCode() async throws {
        let finished = try await shell("kill -9 $$").waitForExit()
        #expect(finished.exit == .signal(SIGKILL))
    }

    @Test func muchOutputOnBothStreamsStopsNobody() async throws {
        let script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; cat | wc -c"
        let input = [UInt8](repeating: 7, count: 1_000_000)
        let finished = try await shell(script, input: .bytes(input)).waitForExit()
        #expect(finished.standardOutput.suffix(8) == Array("1000000\n".utf8).suffix(8))
        #expect(finished.standardError.count == 1_000_000)
    }

    @Test func inputMayBeNothingClosedOrWrittenLater() async throws {
        #expect(try await shell("wc -c").waitForExit().output == "0\n")
        #expect(try await shell("[ -e /proc/self/fd/0 ] || echo none", input: .closed).waitForExit().output == "none\n")
        let process = try shell("read -r word; echo \"got $word\"; cat", input: .pipe)
        process.write("this\n")
        try await process.waitForLine(containing: "got this")
        process.write("and that\n")
        process.closeInput()
        #expect(try await process.waitForExit().output == "got this\nand that\n")
    }

    @Test func writingToAProcessThatEndedIsHarmless() async throws {
        let process = try shell("exec <&-; exit 0", input: .pipe)
        try await process.waitForExit().check()
        process.write([UInt8](repeating: 1, count: 200_000))
        process.closeInput()
    }

    @Test func aWaitThatIsInVainTellsWhatWasWritten() async throws {
        let process = try shell("echo something; exec sleep 100")
        try await process.waitForLine(containing: "something")
        let failure = await #expect(throws: TestFailure.self) {
            try await process.waitForLine(containing: "other", within: .milliseconds(20))
        }
        #expect(failure?.description.contains("something") == true)
        let late = await #expect(throws: TestFailure.self) { try await process.waitForExit(within: .milliseconds(20)) }
        #expect(late?.description.contains("something") == true)
        #expect(try await process.waitForExit().exit == .signal(SIGKILL))
    }

    @Test func aWaitEndsWhenTheLineCannotComeAnyMore() async throws {
        let process = try shell("echo one; echo two; echo one")
        #expect(try await process.waitForLine(containing: "one", occurrence: 2) == "one")
        await #expect(throws: TestFailure.self) {
            try await process.waitForLine(containing: "one", occurrence: 3, within: .seconds(1000))
        }
    }

    @Test func aProcessEndsWithItsLastReference() async throws {
        var process: RunningProcess? = try shell("sleep 1000 & echo $!; wait")
        let line = try await process?.waitForLine("with a number") { Int32($0) != nil }
        let grandchild = try #require(line.flatMap { Int32($0) })
        let pid = try #require(process?.pid)
        process = nil
        try await eventually { kill(pid, 0) != 0 && isGone(grandchild) }
    }

    /// Gone, or dead and waiting for whoever reaps orphans here.
    private func isGone(_ pid: Int32) -> Bool {
        guard let status = fopen("/proc/\(pid)/stat", "r") else { return true }
        defer { fclose(status) }
        var text = [CChar](repeating: 0, count: 256)
        guard fgets(&text, 256, status) != nil else { return true }
        return text.contains(CChar(UInt8(ascii: "Z")))
    }

    @Test func signalsAreAtTheirDefaultsAndNoDescriptorLeaks() async throws {
        let held = try (0..<8).map { _ in try shell("sleep 100") }
        let finished = try await shell("grep -E 'Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd").waitForExit()
        let words = finished.output.split(whereSeparator: \.isWhitespace)
        try #require(words.count == 8)
        let blocked = try #require(UInt64(words[1], radix: 16))
        let ignored = try #require(UInt64(words[3], radix: 16))
        // glibc has any child of posix_spawn ignore 32 and 33, which it keeps for its own threads.
        #expect(blocked == 0)
        #expect(ignored & ~0x1_8000_0000 == 0)
        // ls itself has the directory open as 3.
        #expect(words[4...] == ["0", "1", "2", "3"])
        #expect(held.allSatisfy { $0.exit == nil })
    }

    @Test func theEnvironmentIsExactlyWhatIsGiven() async throws {
        let process = try RunningProcess("/usr/bin/env", [], environment: ["A": "1", "LANG": "C.UTF-8"])
        #expect(try await process.waitForExit().output == "A=1\nLANG=C.UTF-8\n")
    }

    @Test func manyProcessesAtOnceDoNotDisturbEachOther() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<24 {
                group.addTask {
                    let process = try shell("cat; exit \(number)", input: .text("number \(number)"))
                    let finished = try await process.waitForExit()
                    #expect(finished.output == "number \(number)")
                    #expect(finished.exit == .code(Int32(number)))
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func whatCannotBeStartedIsAnError() {
        #expect(throws: TestFailure.self) { try RunningProcess("/no/such/program", [], environment: [:]) }
    }
}
