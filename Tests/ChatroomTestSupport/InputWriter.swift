internal import Dispatch

/// Writes to a process's standard input, so that a process which does not read keeps no test waiting.
final class InputWriter: Sendable {
    private let target: Descriptor
    private let queue = DispatchQueue(label: "chatroom.tests.input")

    init(to target: Descriptor) { self.target = target }

    /// Writes after all that was to be written before.
    func write(_ bytes: [UInt8]) {
        queue.async { [target] in target.write(bytes) }
    }

    /// Closes after all that was to be written before.
    func close() {
        queue.async { [target] in target.close() }
    }
}
