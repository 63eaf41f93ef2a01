internal import Synchronization

/// What one listener has not heard yet: gathered into one collection, so that it never queues.
final class Inbox<Gathered: Collection & Sendable>: Sendable {
    private let waiting: Mutex<Gathered>
    private let nothing: Gathered
    private let (wakeUps, wakeUp) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Begins with nothing.
    init(_ nothing: Gathered) {
        self.nothing = nothing
        waiting = Mutex(nothing)
    }

    /// Puts something in; never waits.
    func add(_ gather: (inout sending Gathered) -> Void) {
        waiting.withLock { gather(&$0) }
        wakeUp.yield()
    }

    /// Waits for something.
    ///
    /// - Returns: All that was put in since the last call; `nil` when the task is cancelled.
    func next() async -> Gathered? {
        for await _ in wakeUps {
            let found = waiting.withLock { waiting in
                defer { waiting = nothing }
                return waiting
            }
            if !found.isEmpty { return found }
        }
        return nil
    }
}
