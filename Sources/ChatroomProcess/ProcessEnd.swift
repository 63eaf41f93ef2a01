internal import Subprocess

/// How a process ended.
public enum ProcessEnd: Hashable, Sendable {
    /// It exited, with a code from 0 to 255.
    case exited(Int32)
    /// A signal ended it.
    case killed(Int32)

    /// Takes what the package says.
    init(_ status: TerminationStatus) {
        self =
            switch status {
            case .exited(let code): .exited(code)
            case .signaled(let number): .killed(number)
            }
    }

    /// What a shell's `$?` would be: the code, or 128 and the signal's number.
    public var status: Int32 {
        switch self {
        case .exited(let code): code
        case .killed(let number): 128 + number
        }
    }

    /// The end in words: `exit 2`, `killed by SIGKILL`.
    public var text: String {
        switch self {
        case .exited(let code): "exit \(code)"
        case .killed(let number): "killed by \(SignalName.text(number))"
        }
    }
}
