internal import ChatroomCore
internal import ChatroomStore
internal import Logging

/// Writes every message, and every move of a cursor, one batch at a time, and publishes each batch in the order in which
/// it was stored.
///
/// There is one writer, so a conversation has one order. While a commit is under way the next batch fills, so the cost
/// of making data durable (about 0.3 ms) is shared by all who wait for it; at low load there is no delay, for there is
/// no timer. After a failed write or fsync nothing is acknowledged any more, because what the disk holds is unknown:
/// the log is then read-only until the server is started again.
actor LogWriter {
    /// The most messages in one transaction.
    static let batchCount = 256
    /// The most bytes of bodies in one transaction, but for a single larger message.
    static let batchBytes = 1024 * 1024

    private let engines: Engines
    private let outlets: [any Outlet]
    private let bus: Bus
    private let clock: PlausibleClock
    private let limits: Limits
    /// Grows with every change of rights.
    let rights = RightsEpoch()
    /// Grows with every message that is deleted, before that is answered.
    let erasures = RightsEpoch()
    private let logger: Logger
    /// Whether a write failed, so that nothing is stored any more.
    private var isReadOnly = false
    /// How many batches were taken, and how many of them are dealt with.
    private var (batchesTaken, batchesDone) = (0, 0)
    /// Whether ``run()`` ends when nothing is left to store.
    private var isFinishing = false
    private var queue = AppendQueue()
    private var peers: [PeerID: any Peer] = [:]
    /// What is being stored at this moment.
    private var underWay: [(connection: UInt64, entry: AppendQueue.Entry)] = []
    /// How many messages of a connection are queued or being stored.
    private var unanswered: [UInt64: Int] = [:]
    /// Wakes ``run()`` when it waits for something to do.
    private var work: CheckedContinuation<Void, Never>?
    /// Wakes those that wait for a batch to be answered: for room in the queue, or for their last answer.
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(
        engines: Engines, outlets: [any Outlet], bus: Bus, clock: PlausibleClock, limits: Limits, logger: Logger
    ) {
        self.engines = engines
        self.outlets = outlets
        self.bus = bus
        self.clock = clock
        self.limits = limits
        self.logger = logger
    }

    /// Queues something to store; its outcome is written to the connection as the answer to the request.
    ///
    /// Suspends while the connection has too much that is not stored, which makes it stop reading.
    ///
    /// - Parameters:
    ///   - write: What to store.
    ///   - recipient: Whether the one to whom a direct message goes is there.
    ///   - request: The request.
    ///   - connection: The connection.
    /// - Throws: ``ChatError`` with code `read-only` or `shutting-down` when nothing is stored any more.
    func submit(
        _ write: Write, to recipient: AppendQueue.Recipient = .present, answering request: UInt64,
        of connection: any Peer
    ) async throws {
        while unanswered[connection.id, default: 0] >= limits.unstoredPerConnection
            || queue.bytes >= limits.unstoredBytes
        {
            await withCheckedContinuation { waiters.append($0) }
        }
        try checkOpen()
        peers[connection.id] = connection
        enqueue(AppendQueue.Entry(write: write, asker: .request(request, recipient)), of: connection.id)
    }

    /// Stores something for the server itself, among all that connections store.
    func write(_ write: Write) async throws(ChatError) -> Written {
        try checkOpen()
        let outcome: Result<Written, ChatError> = await withCheckedContinuation { continuation in
            enqueue(AppendQueue.Entry(write: write, asker: .server(continuation)), of: Self.server)
        }
        return try outcome.get()
    }

    /// The lane of what the server stores itself; no connection has this number.
    private static let server: UInt64 = .max

    private func checkOpen() throws(ChatError) {
        if isReadOnly { throw Self.readOnly }
        if isFinishing { throw ChatError(.shuttingDown, "the server is shutting down", retryAfter: .seconds(1)) }
    }

    private func enqueue(_ entry: AppendQueue.Entry, of connection: UInt64) {
        unanswered[connection, default: 0] += 1
        queue.append(entry, from: connection)
        work?.resume()
        work = nil
    }

    /// Whether messages are stored at all.
    var canStore: Bool { !isReadOnly && !isFinishing }

    /// Whether a message of an account is queued or being stored.
    func holds(_ id: MessageID, from account: Account.ID) -> Bool {
        underWay.contains { $0.entry.write.appends(id, from: account) }
            || queue.contains(id, from: account)
    }

    /// Waits until every message that a connection submitted is answered.
    func drain(_ connection: any Peer) async {
        while unanswered[connection.id] != nil { await withCheckedContinuation { waiters.append($0) } }
    }

    /// Waits until nothing is stored any more that was decided before this call, so that a right that is taken away is
    /// gone when this returns.
    func settle() async {
        let taken = batchesTaken
        while batchesDone < taken { await withCheckedContinuation { waiters.append($0) } }
    }

    /// Stores what is queued until ``finish()`` was called and nothing is left.
    func run() async {
        while true {
            let batch = queue.take(atMost: Self.batchCount, bytes: Self.batchBytes)
            if !batch.isEmpty {
                batchesTaken += 1
                underWay = batch
                let admitted = admit(batch)
                if !admitted.isEmpty { await store(admitted) }
                underWay = []
                batchesDone += 1
                wakeWaiters()
            } else if isFinishing {
                return
            } else {
                await withCheckedContinuation { work = $0 }
            }
        }
    }

    /// Ends ``run()`` once everything queued is stored.
    func finish() {
        isFinishing = true
        work?.resume()
        work = nil
    }

    /// Refuses what waited while a login was revoked or its connection ended.
    private func admit(
        _ batch: [(connection: UInt64, entry: AppendQueue.Entry)]
    ) -> [(connection: UInt64, entry: AppendQueue.Entry)] {
        let isEnded = batch.map { $0.connection != Self.server && peers[$0.connection]?.isEnded ?? true }
        guard isEnded.contains(true) else { return batch }
        let error = ChatError(.notLoggedIn, "the connection was closed before the message was stored")
        let refused = zip(batch, isEnded).filter(\.1).map(\.0)
        answer(refused, refused.map { _ in .failure(error) })
        return zip(batch, isEnded).filter { !$0.1 }.map(\.0)
    }

    private func store(_ batch: [(connection: UInt64, entry: AppendQueue.Entry)]) async {
        do throws(ChatError) {
            if isReadOnly { throw Self.readOnly }
            let outcomes = try await engines.log.write(batch.map(\.entry.write), at: clock.now())
            if batch.contains(where: { $0.entry.write.isDeletion }) { erasures.advance() }
            publish(batch, outcomes)
            answer(batch, outcomes)
        } catch {
            // One message that the database refuses must not take the others with it.
            if error.code == .internalError, batch.count > 1 {
                for write in batch { await store([write]) }
                return
            }
            if error.code == .storage {
                logger.critical("the log is read-only from here on: a write failed and what the disk holds is unknown")
                isReadOnly = true
            }
            answer(batch, batch.map { _ in .failure(error) })
        }
    }

    private func publish(
        _ batch: [(connection: UInt64, entry: AppendQueue.Entry)], _ outcomes: [Result<Written, ChatError>]
    ) {
        var runs: [Run] = []
        var places: [Conversation.ID: Int] = [:]
        for (queued, outcome) in zip(batch, outcomes) {
            switch (queued.entry.write, outcome) {
            case (.append(let new), .success(.appended(let appended))) where !appended.isDuplicate:
                let place = places[new.conversation] ?? runs.count
                if place < runs.count, runs[place].append(appended.message) { continue }
                places[new.conversation] = runs.count
                runs.append(Run(appended.message, in: new.conversation))
            case (.move(let move), .success(.moved(let marker?, let accounts))):
                bus.markers.add(marker, in: move.conversation, of: move.account, for: accounts)
            default: break
            }
        }
        guard !runs.isEmpty else { return }
        for outlet in outlets { outlet.publish(runs) }
        bus.publish(runs)
    }

    /// Tells the outcomes, all of one connection together.
    private func answer(
        _ batch: [(connection: UInt64, entry: AppendQueue.Entry)], _ outcomes: [Result<Written, ChatError>]
    ) {
        var answers: [PeerID: [Committed]] = [:]
        for (queued, outcome) in zip(batch, outcomes) {
            switch queued.entry.asker {
            case .server(let continuation):
                continuation.resume(returning: outcome)
                settleAccount(of: queued.connection, 1)
            case .request(let request, let recipient):
                let outcome = outcome.map { Receipt(of: $0, queued.entry.write, recipient) }
                answers[queued.connection, default: []].append(Committed(request: request, outcome: outcome))
            }
        }
        for (id, answers) in answers {
            peers[id]?.committed(answers)
            settleAccount(of: id, answers.count)
        }
        wakeWaiters()
    }

    /// Counts so much of a connection's as answered.
    private func settleAccount(of connection: UInt64, _ count: Int) {
        unanswered[connection, default: 0] -= count
        guard unanswered[connection] == 0 else { return }
        unanswered[connection] = nil
        peers[connection] = nil
    }

    private func wakeWaiters() {
        let woken = waiters
        waiters.removeAll()
        for waiter in woken { waiter.resume() }
    }

    private static let readOnly = ChatError(
        .readOnly, "the server could not write to its disk and only answers reads",
        hint: "Its administrator must look at the disk and start it again.")
}

extension Write {
    fileprivate var isDeletion: Bool {
        if case .append(let message) = self, case .delete = message.act { true } else { false }
    }
}

extension Receipt {
    /// What became of an append; `nil` for what is just done.
    fileprivate init?(of written: Written, _ write: Write, _ recipient: AppendQueue.Recipient) {
        guard case .append(let new) = write, case .appended(let appended) = written else { return nil }
        self.init(
            conversation: new.conversation, seq: appended.message.seq, time: appended.message.time,
            isDuplicate: appended.isDuplicate, isRecipientOffline: recipient == .offline)
    }
}
