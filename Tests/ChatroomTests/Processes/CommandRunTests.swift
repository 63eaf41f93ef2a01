import ChatroomCore
import ChatroomTestSupport
import Foundation
import Testing
import UnixSignals

@testable import ChatroomProcess

struct CommandRunTests {
    @Test func aRoomReadsTheBeginningAndTheEnd() async throws {
        let script = "echo one; echo two >&2; printf '\\377'; exit 2"
        let outcome = try await PretendedRoom().outcome(["sh", "-c", script])
        #expect(outcome.status == 2)
        #expect(outcome.output == Array("one\n".utf8) + [0xFF])
        #expect(outcome.errorOutput == "two\n")
        #expect(outcome.notes.isEmpty)
        #expect(outcome.posts.map(\.replyTo) == [nil, 41])
        let name = "sh -c 'echo one; echo two >&2; printf '\\''\\377'\\''; exit 2'"
        #expect(outcome.posts.first?.text == "$ \(name)")
        let lines = try #require(outcome.posts.last?.text.split(separator: "\n").map(String.init))
        #expect(lines.first == "\(name): exit 2 after 0 s")
        #expect(Set(lines.dropFirst()) == ["one", "two", "\u{FFFD}"])
    }

    @Test(arguments: [("exit 0", Int32(0), "exit 0"), ("kill -KILL $$", 137, "killed by SIGKILL")])
    func theStatusIsTheCommands(script: String, status: Int32, text: String) async throws {
        let outcome = try await PretendedRoom().outcome(["sh", "-c", script])
        #expect(outcome.status == status)
        #expect(outcome.posts.last?.text.hasSuffix(": \(text) after 0 s") == true)
    }

    @Test func muchOutputComesThroughWhole() async throws {
        let outcome = try await PretendedRoom().outcome(["seq", "200000"])
        #expect(String(decoding: outcome.output, as: UTF8.self) == (1...200_000).map { "\($0)\n" }.joined())
        let tail = (199_991...200_000).map { "\($0)" }.joined(separator: "\n")
        #expect(outcome.posts.last?.text == "seq 200000: exit 0 after 0 s\n\(tail)")
    }

    /// Whoever waits for the end would wait for ever.
    @Test func theRoomReadsThatACommandCouldNotBegin() async throws {
        let scratch = try ScratchDirectory()
        let plain = try scratch.write("plain", "exit 0\n".utf8)
        let script = try scratch.write("job", "#!/no/such/interpreter\n".utf8)
        chmod(script, 0o755)
        for (command, code, reason) in [
            ("no-such-command-here", ChatError.Code.commandMissing, "there is no command 'no-such-command-here'"),
            (scratch.file("none"), .commandMissing, "cannot run '\(scratch.file("none"))'"),
            (plain, .commandNotRun, "cannot run '\(plain)'"), (scratch.path, .commandNotRun, "cannot run '"),
            (script, .commandNotRun, "cannot run '\(script)'"),
        ] {
            let outcome = try await PretendedRoom().outcome([command, "a b"])
            #expect((outcome.error as? ChatError)?.code == code, "\(command)")
            let posts = outcome.posts.map(\.text)
            // What looks well is announced before it is tried.
            #expect(posts.dropLast() == (command == script ? ["$ \(command) 'a b'"] : []))
            #expect(posts.last?.hasPrefix("\(command) 'a b': could not begin; \(reason)") == true, "\(posts)")
            #expect(outcome.posts.last?.replyTo == (command == script ? 41 : nil))
            #expect(outcome.notes.isEmpty)
        }
    }

    @Test func whatCouldNotBeginIsAnErrorEvenWhereThatCannotBePosted() async throws {
        let outcome = try await PretendedRoom().outcome(["no-such-command-here"]) { _ in
            throw ChatError(.notFound, "no room 'ops' here")
        }
        #expect((outcome.error as? ChatError)?.code == .commandMissing)
        #expect(outcome.notes == "the failure of 'no-such-command-here' was not posted: no room 'ops' here\n")
        #expect(try await PretendedRoom().outcome([""]).posts.isEmpty)
    }

    @Test func nothingIsRunThatWasNotAnnounced() async throws {
        let scratch = try ScratchDirectory()
        let outcome = try await PretendedRoom().outcome(["touch", scratch.file("ran")]) { _ in
            throw ChatError(.notFound, "no room 'ops' here")
        }
        #expect((outcome.error as? ChatError)?.code == .notFound)
        #expect(!FileManager.default.fileExists(atPath: scratch.file("ran")))
    }

    @Test func anEndThatCannotBePostedKeepsTheStatus() async throws {
        let outcome = try await PretendedRoom().outcome(["sh", "-c", "exit 3"]) { number in
            if number == 2 { throw ChatError(.unreachable, "cannot reach h:1") }
        }
        #expect(outcome.status == 3)
        #expect(outcome.error == nil)
        #expect(outcome.notes == "the end of 'sh' was not posted: cannot reach h:1\n")
    }

    @Test func theCommandGoesOnWhenNobodyReadsItsOutput() async throws {
        let outcome = try await PretendedRoom().outcome(
            ["sh", "-c", "seq 100000; echo end >&2; exit 5"], isRead: false)
        #expect(outcome.status == 5)
        #expect(outcome.errorOutput == "end\n")
        #expect(outcome.notes.isEmpty)
    }

    @Test func whatIsLeftInTheBackgroundIsNotWaitedFor() async throws {
        let outcome = try await PretendedRoom().outcome(["sh", "-c", "sleep 30 & echo started"])
        #expect(outcome.status == 0)
        #expect(outcome.output == Array("started\n".utf8))
    }

    /// A stream in which a signal is waiting already.
    private func pending(_ signal: UnixSignal) -> AsyncStream<UnixSignal> {
        let (stream, continuation) = AsyncStream<UnixSignal>.makeStream()
        continuation.yield(signal)
        return stream
    }

    @Test(arguments: [(UnixSignal.sigterm, false), (.sigterm, true), (.sigint, false)])
    func aSignalIsPassedOnAndItsEffectReported(signal: UnixSignal, isForeground: Bool) async throws {
        // The outputs are closed, but there is somebody to pass the signal to.
        let script = "exec >/dev/null 2>&1; exec sleep 1000"
        let outcome = try await PretendedRoom().outcome(
            ["sh", "-c", script], signals: [pending(signal)], isForeground: isForeground)
        #expect(outcome.status == 128 + (signal == .sigterm ? SIGTERM : SIGINT))
        #expect(outcome.posts.last?.text.contains(": killed by SIG") == true)
    }

    @Test func ctrlCOnTheTerminalIsLeftToTheCommand() async throws {
        let outcome = try await PretendedRoom().outcome(
            ["sh", "-c", "sleep 0.2; exit 6"], signals: [pending(.sigint)], isForeground: true)
        #expect(outcome.status == 6)
    }

    @Test func aSignalEndsTheWaitForTheLastPost() async throws {
        let (signals, continuation) = AsyncStream<UnixSignal>.makeStream()
        let outcome = try await PretendedRoom().outcome(
            ["true"], signals: [AsyncStream { $0.finish() }, signals]
        ) { number in
            guard number == 2 else { return }
            continuation.yield(.sigint)
            for await _ in AsyncStream<Never>.makeStream().stream {}
            try Task.checkCancellation()
        }
        #expect(outcome.status == 0)
        #expect(outcome.notes == "the end of 'true' was not posted: interrupted\n")
    }

    @Test func aReportIsShort() {
        let report = RunReport(command: ["make", String(repeating: "x", count: 1 << 20)])
        #expect(report.start.utf8.count <= 2002)
        let text = report.text(end: .exited(2), duration: .milliseconds(62_100), lines: ["a", "b"])
        #expect(text.hasSuffix("x…: exit 2 after 1 m 3 s\na\nb"))
        #expect(text.utf8.count < 300)
    }
}
