/// A process that has ended, with all it wrote.
public struct FinishedProcess: Sendable, CustomStringConvertible {
    /// The executable and its arguments.
    public let command: [String]
    /// How it ended.
    public let exit: ProcessExit
    /// What it wrote to standard output.
    public let standardOutput: [UInt8]
    /// What it wrote to standard error.
    public let standardError: [UInt8]

    /// Standard output as text, what is not UTF-8 replaced.
    public var output: String { String(decoding: standardOutput, as: UTF8.self) }
    /// Standard error as text, what is not UTF-8 replaced.
    public var errors: String { String(decoding: standardError, as: UTF8.self) }

    /// Refuses any end but one.
    ///
    /// - Parameter code: The exit code that it must have ended with.
    /// - Returns: The process itself.
    /// - Throws: ``TestFailure`` with all that it wrote.
    @discardableResult
    public func check(_ code: Int32 = 0) throws -> FinishedProcess {
        guard exit == .code(code) else { throw TestFailure("wanted exit \(code): \(self)") }
        return self
    }

    /// The command, how it ended and what it wrote.
    public var description: String {
        RunningProcess.report(command, "\(exit)", output: output, errors: errors)
    }
}
