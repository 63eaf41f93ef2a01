public import ChatroomCore
internal import Subprocess
internal import UnixSignals

/// Runs a command as a shell would, and posts that it began, how it ended and what it wrote last.
///
/// The command has our standard input; what it writes comes out of ours unchanged. When nobody reads that any more, it
/// goes on all the same, as the room waits for its end. What it left running in the background loses its output with
/// it. SIGINT, SIGTERM and SIGHUP are passed on to it, so this must not run inside of ``Interruption``.
public struct CommandRun: Sendable {
    /// Sends a text, perhaps in reply to an earlier message, and returns once it is stored.
    public typealias Post = @Sendable (_ text: String, _ replyTo: Message.Seq?) async throws -> Receipt

    /// Writes bytes, waiting for as long as the reader takes.
    public typealias Write = @Sendable ([UInt8]) async throws -> Void

    private let command: [String]
    private let note: @Sendable (String) -> Void
    private let outputs: [OutputTail.Source: Write]
    private let signals: RunSignals
    /// Begins to measure; what it returns says how long ago that was.
    private let stopwatch: @Sendable () -> @Sendable () -> Duration
    private let post: Post
    private let report: RunReport

    /// Sets what to run.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - output: Writes what the command writes to its standard output.
    ///   - errorOutput: Writes what it writes to its standard error.
    ///   - note: Says what goes wrong beside the command: that its end could not be posted.
    ///   - signals: What to pass on to it.
    ///   - clock: What measures how long it takes.
    ///   - post: How messages are sent.
    public init(
        command: [String], output: @escaping Write, errorOutput: @escaping Write,
        note: @escaping @Sendable (String) -> Void, signals: RunSignals = .ofProcess,
        clock: some Clock<Duration> = ContinuousClock(), post: @escaping Post
    ) {
        self.command = command
        self.note = note
        outputs = [.output: output, .error: errorOutput]
        self.signals = signals
        stopwatch = {
            let start = clock.now
            return { start.duration(to: clock.now) }
        }
        self.post = post
        report = RunReport(command: command)
    }

    /// Posts, runs the command, posts again; of a command that cannot begin it posts that alone.
    ///
    /// - Returns: What to exit with: the command's code, or 128 and the number of the signal that ended it.
    /// - Throws: `ChatError` with code `command-missing` or `command-not-run` when the command cannot begin, whether that
    ///   could be posted or not; before anything is run, what the first post throws.
    public func run() async throws -> Int32 {
        let program = try await program()
        let receipt = try await post(report.start, nil)
        let tail = OutputTail()
        do {
            let elapsed = stopwatch()
            let end = try await run(program, tail)
            await deliver(.end, report.text(end: end, duration: elapsed(), lines: tail.lines), receipt.seq)
            return end.status
        } catch let error as SubprocessError {
            let error = program.failure(error)
            await deliver(.failure, report.text(failure: error.message), receipt.seq)
            throw error
        }
    }

    /// What to run; whoever waits for it in the room reads that there is none.
    private func program() async throws(ChatError) -> Program {
        do throws(ChatError) {
            return try Program(command, environment: .ofProcess())
        } catch {
            // Without a word there is nothing that could have begun.
            if error.code != .usage { await deliver(.failure, report.text(failure: error.message), nil) }
            throw error
        }
    }

    private func run(_ program: Program, _ tail: OutputTail) async throws -> ProcessEnd {
        let trapped = await signals.trap()
        let result = try await Subprocess.run(
            program.configuration(patience: .seconds(10)), input: .currentStandardInput, output: .sequence,
            error: .sequence
        ) { execution in
            await withTaskGroup { group in
                group.addTask { await pass(execution.standardOutput, from: .output, tail) }
                group.addTask { await pass(execution.standardError, from: .error, tail) }
                // A command that closed its outputs is there to be signalled still.
                group.addTask { await EndWatch().waitForEnd(of: execution.processIdentifier.value) }
                await withTaskGroup { forwarding in
                    forwarding.addTask {
                        for await signal in trapped where signals.isForwarded(signal) {
                            try? execution.send(signal: Signal(rawValue: signal.rawValue))
                        }
                    }
                    await group.waitForAll()
                    forwarding.cancelAll()
                }
            }
        }
        return ProcessEnd(result.terminationStatus)
    }

    /// Copies one output to ours, as long as that can be written to, and to the tail.
    private func pass(_ source: SubprocessOutputSequence, from name: OutputTail.Source, _ tail: OutputTail) async {
        guard let output = outputs[name] else { return }
        var isWritable = true
        do {
            for try await buffer in source {
                let bytes = buffer.withUnsafeBytes { Array($0) }
                tail.append(bytes, from: name)
                if isWritable { isWritable = await write(bytes, to: output) }
            }
        } catch {
            note("cannot read what '\(command[0])' writes: \(error)")
        }
    }

    private func write(_ bytes: [UInt8], to output: Write) async -> Bool {
        do {
            try await output(bytes)
            return true
        } catch {
            if let error = error as? ChatError { note("\(error.message); the command goes on") }
            return false
        }
    }

    /// What is posted after a command.
    private enum News: String {
        case end = "the end of"
        case failure = "the failure of"
    }

    private enum Delivery {
        case stored
        case failed(String)
        case undecided
    }

    /// Posts what became of the command; Ctrl-C gives up on that, but not on the command's status.
    private func deliver(_ news: News, _ text: String, _ seq: Message.Seq?) async {
        let trapped = await signals.trap()
        let failure = await withTaskGroup(of: Delivery.self) { group in
            group.addTask {
                do {
                    _ = try await post(text, seq)
                    return .stored
                } catch is CancellationError {
                    return .failed("interrupted")
                } catch {
                    return .failed((error as? ChatError)?.message ?? "\(error)")
                }
            }
            group.addTask {
                for await signal in trapped where signal != .sighup { return .failed("interrupted") }
                return .undecided
            }
            defer { group.cancelAll() }
            for await delivery in group {
                switch delivery {
                case .stored: return String?.none
                case .failed(let reason): return reason
                case .undecided: continue
                }
            }
            return nil
        }
        if let failure { note("\(news.rawValue) '\(command[0])' was not posted: \(failure)") }
    }
}
