/// What a process reads as its standard input.
public enum ProcessInput: Sendable {
    /// Nothing: `/dev/null`.
    case nothing
    /// No descriptor 0 at all, as after `<&-`.
    case closed
    /// These bytes, then the end.
    case bytes([UInt8])
    /// A pipe that the test writes to with ``RunningProcess/write(_:)`` and ends with ``RunningProcess/closeInput()``.
    case pipe

    /// This text, then the end.
    public static func text(_ text: String) -> ProcessInput { .bytes(Array(text.utf8)) }
}
