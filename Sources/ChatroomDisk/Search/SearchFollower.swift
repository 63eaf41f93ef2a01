internal import ChatroomCore
internal import ChatroomStore
internal import GRDB
internal import Synchronization

/// Keeps a search index up with the log, and protects the knowledge of what is not indexed yet.
///
/// The index follows the log as any reader does, from a position of its own and in large batches, so no message waits
/// for it. A search first lets it catch up, so no search misses a message that was acknowledged before.
actor SearchFollower {
    /// The most messages that are read and indexed at a time.
    private static let batch = 1000

    private let index: SearchIndex
    private var positions: [Conversation.ID: Message.Seq] = [:]
    private var pending: Set<Conversation.ID> = []
    /// What was noted to have grown, and is not in ``pending`` yet; whoever notes it waits for nothing.
    private let noted = Mutex<Set<Conversation.ID>>([])
    /// The conversations that are being read and indexed at this moment.
    private var underWay: Set<Conversation.ID> = []
    private var hasDeletions = false
    /// About how many entries of those that were stored before the start are not indexed yet.
    private var left: Int64 = 0
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(index: SearchIndex) { self.index = index }

    /// Finds out what was stored since the index was last written.
    func begin(_ store: some LogReading) async throws(ChatError) {
        positions = try await index.positions()
        hasDeletions = try await index.hasErasures()
        try? await index.cutLog()
        let heads = try await store.read { db in
            try db.all(
                """
                SELECT id, (SELECT max(seq) FROM messages WHERE conversation = conversations.id) AS head
                FROM conversations WHERE head IS NOT NULL
                """, []
            ) { (Conversation.ID(rawValue: try $0.integer(0)), try $0.integer(1)) }
        }
        for (conversation, head) in heads where head > positions[conversation, default: 0] {
            pending.insert(conversation)
            left += head - positions[conversation, default: 0]
        }
    }

    /// The most entries that a search waits for, about two seconds of work.
    private static let mostAwaited: Int64 = 50_000
    /// About how many entries are indexed in a second, to say when to come again.
    private static let rate: Int64 = 25_000

    /// Refuses while the index is made anew from a long log, since a search would be waited for in vain.
    ///
    /// - Throws: ``ChatError`` with code `busy`, and when to come again.
    func checkBacklog() throws(ChatError) {
        guard left > Self.mostAwaited else { return }
        throw ChatError(
            .busy, "the search index is being made, \(left) messages are missing from it",
            hint: "History can be read meanwhile.", retryAfter: .seconds(left / Self.rate))
    }

    /// Notes that messages were stored.
    nonisolated func note(_ conversations: some Sequence<Conversation.ID>) {
        noted.withLock { $0.formUnion(conversations) }
    }

    /// Indexes everything that was stored before this was called.
    func catchUp(_ store: some LogReading) async throws(ChatError) {
        pending.formUnion(
            noted.withLock { noted in
                defer { noted = [] }
                return noted
            })
        let behind = pending.union(underWay)
        guard !behind.isEmpty else {
            left = 0
            return
        }
        var wanted: [Conversation.ID: Message.Seq] = [:]
        for conversation in behind { wanted[conversation] = try await store.head(of: conversation) }
        while wanted.contains(where: { positions[$0.key, default: 0] < $0.value }) {
            if !underWay.isEmpty {
                await withCheckedContinuation { waiters.append($0) }
            } else {
                pending.formUnion(wanted.filter { positions[$0.key, default: 0] < $0.value }.keys)
                try await step(store)
            }
        }
    }

    /// Notes that messages were taken out of the index.
    func noteDeletions() { hasDeletions = true }

    /// Whether messages were deleted from the index since the last call.
    func takeDeletions() -> Bool {
        defer { hasDeletions = false }
        return hasDeletions
    }

    private func step(_ store: some LogReading) async throws(ChatError) {
        let conversations = Array(pending)
        underWay = pending
        // What comes while this step runs is noted anew.
        pending.removeAll()
        defer {
            underWay = []
            let woken = waiters
            waiters.removeAll()
            for waiter in woken { waiter.resume() }
        }
        do throws(ChatError) {
            let positions = positions
            let (entries, unread) = try await store.read { db in
                var entries: [SearchEntry] = []
                var unread: [Conversation.ID] = []
                for conversation in conversations {
                    let room = Self.batch - entries.count
                    guard room > 0 else {
                        unread.append(conversation)
                        continue
                    }
                    let read = try SearchEntry.read(
                        db, conversation, after: positions[conversation, default: 0], atMost: room)
                    entries += read
                    if read.count == room { unread.append(conversation) }
                }
                return (entries, unread)
            }
            try await index.apply(entries)
            left = max(0, left - Int64(entries.count))
            for entry in entries {
                self.positions[entry.conversation] = entry.seq
                if case .deletion = entry.change { hasDeletions = true }
            }
            pending.formUnion(unread)
        } catch {
            pending.formUnion(conversations)
            throw error
        }
    }
}

extension SearchEntry {
    /// Reads the entries of a conversation's log that come after a position.
    fileprivate static func read(
        _ db: Database, _ conversation: Conversation.ID, after seq: Message.Seq, atMost count: Int
    ) throws -> [SearchEntry] {
        let sql = """
            SELECT seq, sender, time, entry, changes, body, (SELECT name FROM files WHERE id = file) FROM messages
            WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?
            """
        return try db.all(sql, [conversation.rawValue, seq, count]) { row in
            let (body, file) = (try row.optionalText(5), try row.optionalText(6))
            let change: Change
            switch (try row.optionalText(3), body) {
            case ("deletion", _): change = .deletion(of: try row.integer(4))
            case ("edit", let body?): change = .edit(of: try row.integer(4), body)
            case (nil, let body?): change = .message(file.map { body.isEmpty ? $0 : "\(body)\n\($0)" } ?? body)
            default: change = .other
            }
            return SearchEntry(
                conversation: conversation, seq: try row.integer(0), sender: Account.ID(rawValue: try row.integer(1)),
                time: Timestamp(milliseconds: try row.integer(2)), hasFile: file != nil, change: change)
        }
    }
}
