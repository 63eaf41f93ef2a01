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
    func publish(_ runs: [EncodedRun]) {
        grown.add(runs.lazy.map(\.conversation))
        let begun = runs.lazy.filter { $0.first == 1 }.map(\.conversation)
        if !begun.isEmpty { self.begun.add(begun) }
        doorbell.ring(runs.lazy.map(\.conversation))
    }
}

/// Which connections wait for work in which conversations.
final class Doorbell: Sendable {
    private let waiting = Mutex<[Conversation.ID: [UInt64: ConnectionHandle]]>([:])

    /// Rings once for a connection when a conversation grows.
    func wait(_ connection: ConnectionHandle, for conversation: Conversation.ID) {
        waiting.withLock { $0[conversation, default: [:]][connection.id] = connection }
    }

    /// Rings no more for a connection.
    func stop(_ connection: UInt64, for conversation: Conversation.ID) {
        waiting.withLock { waiting in
            waiting[conversation]?[connection] = nil
            if waiting[conversation]?.isEmpty ?? false { waiting[conversation] = nil }
        }
    }

    /// Rings no more for a connection, wherever it waits.
    func stop(_ connection: UInt64) {
        waiting.withLock { waiting in
            for (conversation, handles) in waiting where handles[connection] != nil {
                waiting[conversation]?[connection] = nil
                if handles.count == 1 { waiting[conversation] = nil }
            }
        }
    }

    /// Tells those who wait that there may be work.
    func ring(_ conversations: some Sequence<Conversation.ID>) {
        let rung = waiting.withLock { waiting -> [(Conversation.ID, [ConnectionHandle])] in
            guard !waiting.isEmpty else { return [] }
            return conversations.compactMap { conversation in
                waiting.removeValue(forKey: conversation).map { (conversation, Array($0.values)) }
            }
        }
        for (conversation, handles) in rung {
            for handle in handles { handle.notify(.available(conversation)) }
        }
    }
}
