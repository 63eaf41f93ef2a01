internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import Logging

/// Shares the messages of a conversation out to the connections that work under one named cursor, and protects the
/// knowledge of who has what.
///
/// What is done is durable in the store; what is handed out is known here only, so the end of a connection, or of the
/// server, gives it back. A message is handed to one live connection at a time, the oldest first.
actor WorkQueues {
    /// What one queue is about.
    struct Key: Hashable {
        let account: Account.ID
        let cursor: Cursor.Name
        let conversation: Conversation.ID
    }

    private let engines: Engines
    private let doorbell: Doorbell
    private let logger: Logger
    private var queues: [Key: WorkQueue] = [:]
    /// The connections that take part, from before a queue is read; a queue lives as long as it has any.
    private var users: [Key: Set<UInt64>] = [:]
    /// The most messages that one connection may have.
    private static let mostHeld = 4096
    /// The most cursors that one account works under at a time.
    private let mostCursors: Int

    init(engines: Engines, doorbell: Doorbell, atMost mostCursors: Int, logger: Logger) {
        self.engines = engines
        self.mostCursors = mostCursors
        self.doorbell = doorbell
        self.logger = logger
    }

    /// Hands messages to a connection; with none to hand out, the doorbell rings for it when there is one.
    func claim(
        _ claim: Claim, _ key: Key, for connection: any Peer
    ) async throws(ChatError) -> Claimed {
        let isNew = users[key, default: []].insert(connection.id).inserted
        do throws(ChatError) {
            try await load(key, start: claim.start)
        } catch {
            if isNew { leave(key, connection.id) }
            throw error
        }
        // What has no text any more is nobody's work.
        let floor = try await engines.log.floor(of: key.conversation)
        queues[key]?.settle(done: [], failed: [], position: floor)
        // Before the head is read: what is stored after that rings.
        doorbell.wait(connection, for: key.conversation)
        let head = try await engines.log.head(of: key.conversation)
        let room = Self.mostHeld - queues.values.reduce(0) { $0 + $1.held(by: connection.id) }
        let seqs = queues[key]?.take(atMost: min(claim.limit, max(0, room)), upTo: head, for: connection.id) ?? []
        guard let first = seqs.first, let last = seqs.last else {
            return Claimed(conversation: key.conversation, work: [], hasMore: false)
        }
        doorbell.stop(connection.id, for: key.conversation)
        var query = HistoryQuery(target: .lobby, after: first - 1, before: last + 1, limit: HistoryQuery.largestPage)
        query.isUnfolded = true
        let messages: [Message]
        do throws(ChatError) {
            if queues[key]?.isKept == false {
                _ = try await engines.cursors.cursor(key.cursor, of: key.account, in: key.conversation, orMakeAt: 0)
                queues[key]?.isKept = true
            }
            messages = try await engines.log.page(
                of: key.conversation, matching: query, for: nil, byteLimit: HistoryPage.byteLimit
            ).messages
        } catch {
            queues[key]?.giveBack(Set(seqs), of: connection.id)
            throw error
        }
        let wanted = Set(seqs)
        let work = messages.filter { wanted.contains($0.seq) }.map { message in
            Claimed.Work(message: message, failures: queues[key]?.failures(of: message.seq) ?? 0)
        }
        // A page ends where it is large enough.
        queues[key]?.giveBack(wanted.subtracting(work.map(\.message.seq)), of: connection.id)
        return Claimed(conversation: key.conversation, work: work, hasMore: true)
    }

    /// Notes durably what became of messages.
    func settle(_ settle: Settle, _ key: Key) async throws(ChatError) -> Message.Seq {
        let position = try await engines.work.settle(
            key.cursor, of: key.account, in: key.conversation, done: settle.done, failed: settle.failed)
        queues[key]?.settle(done: settle.done, failed: settle.failed, position: position)
        if !settle.failed.isEmpty { doorbell.ring([key.conversation]) }
        return position
    }

    /// Gives back what a connection that ended had; each of these messages was tried in vain once more.
    func release(_ connection: UInt64) async {
        for (key, connections) in users where connections.contains(connection) {
            doorbell.stop(connection, for: key.conversation)
            let held = queues[key]?.seqs(of: connection) ?? []
            if !held.isEmpty {
                do {
                    _ = try await settle(
                        Settle(conversation: key.conversation, cursor: key.cursor, done: [], failed: held), key)
                } catch {
                    logger.warning("failed work could not be counted", metadata: ["error": "\(error)"])
                    queues[key]?.giveBack(Set(held), of: connection)
                }
            }
            leave(key, connection)
        }
    }

    /// Forgets that a connection takes part, and the queue with the last that did.
    private func leave(_ key: Key, _ connection: UInt64) {
        users[key]?.remove(connection)
        guard users[key]?.isEmpty ?? true else { return }
        users[key] = nil
        queues[key] = nil
    }

    /// Reads a queue from the store unless it is here.
    private func load(_ key: Key, start: Claim.Start) async throws(ChatError) {
        guard queues[key] == nil else { return }
        guard queues.keys.count(where: { $0.account == key.account }) < mostCursors else {
            throw ChatError(
                .quotaExceeded, "you work under \(mostCursors) named cursors (cursors-per-user)",
                hint: "Use one of those, or end a connection that works under others.")
        }
        let seq: Message.Seq
        switch start {
        case .after(let after): seq = min(after, try await engines.log.head(of: key.conversation))
        case .since(let time): seq = try await engines.log.position(before: time, in: key.conversation)
        case .tail: seq = try await engines.cursors.firstPlace(for: key.account, in: key.conversation)
        }
        let state = try await engines.work.cursorState(key.cursor, of: key.account, in: key.conversation, orMakeAt: seq)
        if queues[key] == nil { queues[key] = WorkQueue(state) }
    }
}
