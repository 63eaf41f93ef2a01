internal import ChatroomCore
internal import Synchronization

/// Tells what becomes of the bytes of one transfer, and remembers how many there are.
final class TransferTally: Sendable {
    private let bytes = Mutex<Int64>(0)
    private let tell: @Sendable (TransferNotice) -> Void

    init(_ tell: @escaping @Sendable (TransferNotice) -> Void) { self.tell = tell }

    /// Takes what becomes of the bytes.
    func note(_ notice: TransferNotice) {
        switch notice {
        case .resuming(let count), .moved(let count): bytes.withLock { $0 = count }
        default: break
        }
        tell(notice)
    }

    /// Notes that they move no more.
    ///
    /// - Parameters:
    ///   - error: Why.
    ///   - isKept: Whether what is there is of use to the same command.
    /// - Returns: The error that whoever waits is told: `interrupted` when the task was cancelled, and then what is kept.
    func stopped(_ error: any Error, isKept: Bool) -> any Error {
        tell(.stopped)
        guard Task.isCancelled else { return error }
        let count = bytes.withLock { $0 }
        return ChatError(
            .interrupted, "stopped at \(ByteText.text(count))",
            hint: isKept && count > 0 ? "The same command resumes." : nil)
    }
}
