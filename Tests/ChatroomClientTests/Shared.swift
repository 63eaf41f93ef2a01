import Synchronization

/// A value that tasks of a test share.
final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    /// The value at this moment.
    var value: Value { state.withLock { $0 } }

    /// Changes the value.
    func update(_ body: @Sendable (inout Value) -> Void) { state.withLock { body(&$0) } }
}
