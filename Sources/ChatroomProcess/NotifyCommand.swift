internal import ChatroomCore
internal import Subprocess

/// Runs the command that a user chose to be told by, such as `notify-send` or a script; what it prints is dropped.
///
/// It is run without a shell, and what others wrote reaches it in variables only, so that none of it is ever a command.
public struct NotifyCommand: Sendable {
    /// How long a command may take before it gets SIGTERM, and how long after it SIGKILL.
    private static let (patience, grace): (Duration, Duration) = (.seconds(10), .seconds(2))

    /// The command line, split into words as ``CommandWords`` does it.
    public let line: String

    /// Sets every part.
    public init(line: String) { self.line = line }

    /// Runs it and waits for its end.
    ///
    /// - Parameter variables: What it is told, in its environment.
    /// - Throws: `ChatError` when it cannot be started or did not end well.
    public func run(telling variables: [String: String]) async throws {
        let program = try Program(try CommandWords.split(line), environment: .ofProcess())
        let configuration = program.configuration(adding: variables, patience: Self.grace)
        let end = try await withThrowingTaskGroup(of: ProcessEnd?.self) { group in
            group.addTask {
                do {
                    let result = try await Subprocess.run(
                        configuration, input: .none, output: .discarded, error: .discarded)
                    return ProcessEnd(result.terminationStatus)
                } catch let error as SubprocessError {
                    throw program.failure(error)
                }
            }
            group.addTask {
                try await ContinuousClock().sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let end else { throw ChatError(.configuration, "'\(line)' took too long and was ended") }
        guard end.status == 0 else { throw ChatError(.configuration, "'\(line)' ended with \(end.status)") }
    }
}
