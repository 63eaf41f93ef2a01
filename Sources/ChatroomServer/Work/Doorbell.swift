internal import ChatroomCore
internal import Synchronization

/// Which peers wait for work in which conversations.
final class Doorbell: Sendable {
    private let waiting = Mutex<[Conversation.ID: [UInt64: any Peer]]>([:])

    /// Rings once for a connection when a conversation grows.
    func wait(_ connection: any Peer, for conversation: Conversation.ID) {
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
        let rung = waiting.withLock { waiting -> [(Conversation.ID, [any Peer])] in
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
