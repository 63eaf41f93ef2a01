/// How a process ended.
public enum ProcessExit: Sendable, Hashable, CustomStringConvertible {
    /// By itself, with this exit code.
    case code(Int32)
    /// By this signal.
    case signal(Int32)

    /// Reads what `waitpid` says.
    init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)
    }

    /// Such as `exit 64` or `signal 9`.
    public var description: String {
        switch self {
        case .code(let code): "exit \(code)"
        case .signal(let number): "signal \(number)"
        }
    }
}
