internal import Synchronization

/// A value that threads change and that tasks can wait for.
final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        let isSatisfied: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var value: Value
        var lastKey = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let state: Mutex<State>

    init(_ value: Value) { state = Mutex(State(value: value)) }

    /// The value at this moment.
    var value: Value { state.withLock { $0.value } }

    /// Looks at the value while nobody can change it.
    func read<Result: Sendable>(_ body: (Value) throws -> Result) rethrows -> Result {
        try state.withLock { try body($0.value) }
    }

    /// Changes the value and resumes those who waited for what it is then.
    @discardableResult
    func update<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        let (result, satisfied) = state.withLock { state in
            let result = body(&state.value)
            let satisfied = state.waiters.filter { $0.value.isSatisfied(state.value) }
            for key in satisfied.keys { state.waiters[key] = nil }
            return (result, satisfied.values.map(\.continuation))
        }
        for continuation in satisfied { continuation.resume(returning: true) }
        return result
    }

    /// Waits until the value is as wanted.
    ///
    /// - Returns: `false` when it was not in time, or the task was cancelled.
    func wait(within limit: Duration, until isSatisfied: @escaping @Sendable (Value) -> Bool) async -> Bool {
        if read(isSatisfied) { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.wait(until: isSatisfied) }
            group.addTask {
                await Deadline.expire(after: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func wait(until isSatisfied: @escaping @Sendable (Value) -> Bool) async -> Bool {
        let key = state.withLock { state in
            state.lastKey += 1
            return state.lastKey
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if isSatisfied(state.value) { return true }
                    // A cancellation before this line finds no waiter, one after it waits for the lock.
                    if Task.isCancelled { return false }
                    state.waiters[key] = Waiter(isSatisfied: isSatisfied, continuation: continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: key) }
            waiter?.continuation.resume(returning: false)
        }
    }
}
