public import ChatroomCore
public import ChatroomSystem
internal import Subprocess

/// Runs a command line of this machine's shell and takes what it prints, its errors among it.
public struct LocalCommand: Sendable {
    /// What came of it.
    public struct Output: Sendable {
        /// What it printed, without line feeds at the end; what is not UTF-8 is replaced.
        public let text: String
        /// Whether it printed more than is taken.
        public let isCut: Bool
        /// What a shell would say that it exited with.
        public let status: Int32

        /// Says that the shell found no command, or could not run it.
        ///
        /// - Parameter line: The command line.
        /// - Returns: `nil` for whatever a command itself exited with.
        public func failure(of line: String) -> ChatError? {
            switch status {
            case 126: ChatError(.commandNotRun, "'\(line)' exited with 126: it cannot be run")
            case 127: ChatError(.commandMissing, "'\(line)' exited with 127: there is no such command")
            default: nil
            }
        }
    }

    /// The most that is taken, in bytes; the rest is read and dropped.
    public static let limit = 64 * 1024

    /// The environment, whose `PATH` finds the shell.
    public let environment: ChatroomSystem.Environment

    /// Sets every part.
    public init(environment: ChatroomSystem.Environment) { self.environment = environment }

    /// Runs a command; one that is left alone, without input, and ended when the task is cancelled.
    ///
    /// - Parameter line: The command line.
    /// - Returns: What it printed and how it ended.
    /// - Throws: `ChatError` when there is no shell.
    public func output(of line: String) async throws -> Output {
        let program = try Program(["sh", "-c", line], environment: environment)
        do {
            let result = try await Subprocess.run(
                program.configuration(patience: .seconds(2)), input: .none, output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                var bytes: [UInt8] = []
                for try await buffer in execution.standardOutput where bytes.count <= Self.limit {
                    bytes += buffer.withUnsafeBytes { Array($0) }
                }
                return bytes
            }
            let end = ProcessEnd(result.terminationStatus)
            var bytes = result.closureResult.prefix(Self.limit)
            while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            return Output(
                text: String(decoding: bytes, as: UTF8.self), isCut: result.closureResult.count > Self.limit,
                status: end.status)
        } catch let error as SubprocessError {
            throw program.failure(error)
        }
    }
}
