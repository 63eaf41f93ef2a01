internal import ChatroomCore
internal import Synchronization

/// Tells whoever listens that conversations have grown: a hint, upon which the log is to be read.
///
/// The hints of many commits may arrive as one, and never wait in a queue: what is kept is the set of conversations.
final class Bus: Sendable {
    /// One listener's hints.
    final class Hints: Sendable {
        private let waiting = Mutex<Set<Conversation.ID>>([])
        private let wakeUps: AsyncStream<Void>
        private let wakeUp: AsyncStream<Void>.Continuation

        fileprivate init() {
            (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        }

        fileprivate func add(_ conversations: some Sequence<Conversation.ID>) {
            waiting.withLock { $0.formUnion(conversations) }
            wakeUp.yield()
        }

        /// Waits for hints.
        ///
        /// - Returns: The conversations that have grown since the last call; `nil` when the task is cancelled.
        func next() async -> Set<Conversation.ID>? {
            for await _ in wakeUps {
                let found = waiting.withLock { waiting in
                    defer { waiting = [] }
                    return waiting
                }
                if !found.isEmpty { return found }
            }
            return nil
        }
    }

    /// Hears of every conversation that has grown.
    let grown = Hints()
    /// Hears of every conversation that has its first message.
    let begun = Hints()
    /// Hears how far users have come.
    let markers = MarkerNews()
    /// Rings for connections that wait for work.
    let doorbell = Doorbell()

    /// Tells of runs that were stored.
    func publish(_ runs: [Run]) {
        grown.add(runs.lazy.map(\.conversation))
        let begun = runs.lazy.filter { $0.first == 1 }.map(\.conversation)
        if !begun.isEmpty { self.begun.add(begun) }
        doorbell.ring(runs.lazy.map(\.conversation))
    }
}
