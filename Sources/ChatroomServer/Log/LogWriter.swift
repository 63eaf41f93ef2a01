internal import ChatroomCore
internal import ChatroomStore
internal import Logging

/// Writes every message, one batch at a time, and publishes each batch in the order in which it was stored.
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

    /// Queues a message; its outcome is written to the connection as the answer to the request.
    ///
    /// Suspends while the connection has too many unstored messages, which makes it stop reading.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - recipient: Whether the one to whom a direct message goes is there.
    ///   - epoch: When the sender's right to write was looked at; if rights changed since, that is done once more.
    ///   - request: The request.
    ///   - connection: The connection.
    /// - Throws: ``ChatError`` with code `read-only` or `shutting-down` when nothing is stored any more.
    func submit(
        _ message: NewMessage, to recipient: AppendQueue.Recipient = .present, admittedAt epoch: UInt64,
        answering request: UInt64, of connection: any Peer
    ) async throws {
        while unanswered[connection.id, default: 0] >= limits.unstoredPerConnection
            || queue.bytes >= limits.unstoredBytes
        {
            await withCheckedContinuation { waiters.append($0) }
        }
        if isReadOnly { throw Self.readOnly }
        if isFinishing { throw ChatError(.shuttingDown, "the server is shutting down", retryAfter: .seconds(1)) }
        peers[connection.id] = connection
        unanswered[connection.id, default: 0] += 1
        queue.append(
            AppendQueue.Entry(message: message, request: request, recipient: recipient, epoch: epoch),
            from: connection.id)
        work?.resume()
        work = nil
    }

    /// Whether messages are stored at all.
    var canStore: Bool { !isReadOnly && !isFinishing }

    /// Whether a message of an account is queued or being stored.
    func holds(_ id: MessageID, from account: Account.ID) -> Bool {
        underWay.contains { $0.entry.message.id == id && $0.entry.message.sender.id == account }
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
                let admitted = await admit(batch)
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

    /// Refuses what may not be stored any more: what waited while a login was revoked or rights changed.
    private func admit(
        _ batch: [(connection: UInt64, entry: AppendQueue.Entry)]
    ) async -> [(connection: UInt64, entry: AppendQueue.Entry)] {
        let epoch = rights.current
        let isStale = batch.contains { $0.entry.epoch != epoch || peers[$0.connection]?.isEnded ?? true }
        guard isStale else { return batch }
        var check = SendCheck(engines: engines)
        var admitted: [(connection: UInt64, entry: AppendQueue.Entry)] = []
        var refused: [(queued: (connection: UInt64, entry: AppendQueue.Entry), error: ChatError)] = []
        for var queued in batch {
            do throws(ChatError) {
                if queued.entry.epoch != epoch { try await check.look(&queued.entry.message) }
                // Last, for it may have been revoked during the look.
                if peers[queued.connection]?.isEnded ?? true {
                    throw ChatError(.notLoggedIn, "the connection was closed before the message was stored")
                }
                admitted.append(queued)
            } catch {
                refused.append((queued, error))
            }
        }
        answer(refused.map(\.queued), refused.map { .failure($0.error) })
        return admitted
    }

    private func store(_ batch: [(connection: UInt64, entry: AppendQueue.Entry)]) async {
        do throws(ChatError) {
            if isReadOnly { throw Self.readOnly }
            let outcomes = try await engines.log.append(batch.map(\.entry.message), at: clock.now())
            if batch.contains(where: { if case .delete = $0.entry.message.act { true } else { false } }) {
                erasures.advance()
            }
            publish(batch, outcomes)
            answer(batch, outcomes.enumerated().map { index, outcome in receipt(outcome, batch[index].entry) })
        } catch {
            // One message that the database refuses must not take the others with it.
            if error.code == .internalError, batch.count > 1 {
                for message in batch { await store([message]) }
                return
            }
            if error.code == .storage {
                logger.critical("the log is read-only from here on: a write failed and what the disk holds is unknown")
                isReadOnly = true
            }
            answer(batch, batch.map { _ in .failure(error) })
        }
    }

    private func receipt(
        _ outcome: Result<Appended, ChatError>, _ entry: AppendQueue.Entry
    ) -> Result<Receipt, ChatError> {
        outcome.map { appended in
            Receipt(
                conversation: entry.message.conversation, seq: appended.message.seq, time: appended.message.time,
                isDuplicate: appended.isDuplicate, isRecipientOffline: entry.recipient == .offline)
        }
    }

    private func publish(
        _ batch: [(connection: UInt64, entry: AppendQueue.Entry)], _ outcomes: [Result<Appended, ChatError>]
    ) {
        var runs: [Run] = []
        var places: [Conversation.ID: Int] = [:]
        for (queued, outcome) in zip(batch, outcomes) {
            guard case .success(let appended) = outcome, !appended.isDuplicate else { continue }
            let conversation = queued.entry.message.conversation
            let place = places[conversation] ?? runs.count
            if place < runs.count, runs[place].append(appended.message) { continue }
            places[conversation] = runs.count
            runs.append(Run(appended.message, in: conversation))
        }
        guard !runs.isEmpty else { return }
        for outlet in outlets { outlet.publish(runs) }
        bus.publish(runs)
    }

    /// Tells the outcomes, all of one connection together.
    private func answer(
        _ batch: [(connection: UInt64, entry: AppendQueue.Entry)], _ outcomes: [Result<Receipt, ChatError>]
    ) {
        var answers: [PeerID: [Committed]] = [:]
        for (queued, outcome) in zip(batch, outcomes) {
            answers[queued.connection, default: []].append(Committed(request: queued.entry.request, outcome: outcome))
        }
        for (id, answers) in answers {
            peers[id]?.committed(answers)
            unanswered[id, default: 0] -= answers.count
            if unanswered[id] == 0 {
                unanswered[id] = nil
                peers[id] = nil
            }
        }
        wakeWaiters()
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
