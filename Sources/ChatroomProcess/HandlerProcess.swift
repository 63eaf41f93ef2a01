public import ChatroomCore
internal import Subprocess

/// Runs a command for a message: the text is its standard input, what there is to know about it its environment.
///
/// Standard output and standard error are ours. SIGPIPE must be ignored in this process, or a command that does not
/// read its input ends it.
public struct HandlerProcess: Sendable {
    private let command: [String]
    private let environment: [String: String]
    private let patience: Duration

    /// Sets what to run.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - environment: The variables that every run has beyond ours.
    ///   - patience: How long after SIGTERM a command that goes on gets SIGKILL, when the task is cancelled.
    public init(command: [String], environment: [String: String] = [:], patience: Duration = .seconds(10)) {
        self.command = command
        self.environment = environment
        self.patience = patience
    }

    /// Checks early that a command can be run.
    ///
    /// - Parameter command: The program and its arguments.
    /// - Throws: `ChatError` that names the program, with code `command-missing` or `command-not-run`.
    public static func check(_ command: [String]) throws(ChatError) {
        _ = try Program(command, environment: .ofProcess())
    }

    /// Runs the command and waits for its end, also when the task is cancelled, which sends it SIGTERM.
    ///
    /// - Parameters:
    ///   - body: What it can read; it need not.
    ///   - variables: The variables of this run; they win over the others.
    /// - Returns: How it ended; after a cancellation too, so that the caller can tell done from cut short.
    /// - Throws: `ChatError` with code `command-missing` or `command-not-run` when it cannot be started,
    ///   `CancellationError` when the task was cancelled before.
    public func run(body: String, variables: [String: String] = [:]) async throws -> ProcessEnd {
        try Task.checkCancellation()
        let program = try Program(command, environment: .ofProcess())
        let configuration = program.configuration(
            adding: environment.merging(variables) { _, own in own }, patience: patience)
        do {
            let result = try await Subprocess.run(
                configuration, input: .inputWriter, output: .currentStandardOutput, error: .currentStandardError
            ) { execution in
                // That nobody reads the rest is the command's own affair.
                let written = try? await execution.standardInputWriter.write(body)
                // A command must not take the part that came before a cancellation for the whole.
                if written != body.utf8.count, Task.isCancelled {
                    await EndWatch().waitForEnd(of: execution.processIdentifier.value)
                }
            }
            return ProcessEnd(result.terminationStatus)
        } catch let error as SubprocessError {
            throw program.failure(error)
        }
    }
}
