public import ChatroomCore
internal import ChatroomSystem

/// Sends what waits in a queue, in order, and behind it messages of one's own, each under its id.
///
/// It runs on a thread of its own because disks take their time.
public actor QueueSender {
    /// What became of one message.
    public typealias Outcome = SendPipeline.Outcome

    /// A message is to be sent later, and those behind it too.
    public struct Postponed: Error {
        /// Why.
        public let reason: ChatError
    }

    /// How many messages that were sent are struck at once.
    private static let group = 256

    private let thread = ThreadExecutor()
    private let queue: OutboxQueue
    private let hasOwn: Bool
    private var own: [OutgoingMessage]
    private var turn: OutboxQueue.Turn?
    private var given: Set<MessageID> = []
    private var done: Set<MessageID> = []

    /// The sender's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Sends from a queue.
    ///
    /// - Parameters:
    ///   - queue: The queue.
    ///   - own: What is sent in any case, whether it waits there or not.
    init(_ queue: OutboxQueue, own: [OutgoingMessage] = []) {
        self.queue = queue
        self.own = own
        hasOwn = !own.isEmpty
    }

    /// Puts the own messages into the queue; returns when they are on the disk.
    ///
    /// - Returns: Why they are not; the server may be there, so they are sent all the same.
    /// - Throws: `ChatError` when there can be no queue.
    public func keep() throws(ChatError) -> ChatError? {
        do throws(ChatError) {
            try queue.add(own)
            return nil
        } catch {
            guard [.fileAccess, .quotaExceeded].contains(error.code) else { throw error }
            return error
        }
    }

    /// Takes messages out of the queue that are not to be sent any more.
    public func withdraw(_ ids: Set<MessageID>) throws(ChatError) { try queue.settle(ids) }

    /// Sends everything, also what is added meanwhile.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - patience: How long to wait for another process that is sending, and to try as ``SendPipeline`` does.
    ///   - onStatus: Told what becomes of the connection.
    ///   - report: Told the outcome of each message, in order, once it is final.
    /// - Throws: Why not everything was sent: ``Postponed``, what ``SendPipeline`` throws, `ChatError` with code `busy`
    ///   when another process is sending, and what the closures throw. What is left waits.
    public nonisolated func run(
        over client: ChatClient, patience: Duration, onStatus: @Sendable (LineStatus) async throws -> Void,
        report: @Sendable (OutgoingMessage, Outcome) async throws -> Void
    ) async throws {
        let end = ContinuousClock.now + patience
        while try await !hasTurn() {
            guard .now < end else { throw ChatError(.busy, "another process is sending what is queued") }
            try await ContinuousClock().sleep(for: .milliseconds(20))
        }
        do {
            if await hasWork {
                try await SendPipeline(client: client, patience: patience).run(
                    Rounds(sender: self), onStatus: onStatus,
                    report: { message, outcome in
                        if case .failure(let error) = outcome, error.isForNow { throw Postponed(reason: error) }
                        await note(message.id, isRefused: (try? outcome.get()) == nil)
                        try await report(message, outcome)
                    })
            }
        } catch {
            await finish()
            throw error
        }
        await finish()
    }

    private var hasWork: Bool { !own.isEmpty || queue.isThere }

    private func hasTurn() throws(ChatError) -> Bool {
        do throws(ChatError) {
            turn = try queue.turn()
            return turn != nil
        } catch {
            guard error.code == .fileAccess else { throw error }
            // On a full disk there may be two at a time; no message is doubled by that.
            return true
        }
    }

    /// The next messages; `nil` when nothing waits.
    fileprivate func next() throws(ChatError) -> [OutgoingMessage]? {
        settle()
        var batch: [OutgoingMessage] = []
        do throws(ChatError) {
            batch = try queue.waiting().filter { !given.contains($0.id) }
        } catch {
            // What is to be sent in any case needs no disk.
            guard error.code == .fileAccess, hasOwn else { throw error }
        }
        let waiting = Set(batch.map(\.id))
        batch += own.filter { !waiting.contains($0.id) }
        own = []
        given.formUnion(batch.map(\.id))
        return batch.isEmpty ? nil : batch
    }

    private func note(_ id: MessageID, isRefused: Bool) {
        done.insert(id)
        // What was refused must not be there for whoever is killed.
        if isRefused || done.count >= Self.group { settle() }
    }

    private func settle() {
        // What a disk does not strike is sent again, which changes nothing.
        guard (try? queue.settle(done)) != nil else { return }
        done = []
    }

    private func finish() {
        settle()
        turn = nil
    }

    /// What waits, as batches; each is asked for when the one before is answered.
    private struct Rounds: AsyncSequence, Sendable {
        public typealias Element = [OutgoingMessage]
        let sender: QueueSender

        func makeAsyncIterator() -> Iterator { Iterator(sender: sender) }

        public struct Iterator: AsyncIteratorProtocol {
            let sender: QueueSender

            mutating func next() async throws -> [OutgoingMessage]? { try await sender.next() }
        }
    }
}

extension ChatError {
    /// Whether what failed with this error may succeed later as it is.
    var isForNow: Bool {
        isOutcomeUnknown || isTransient
            || [.rateLimited, .busy, .storageFull, .quotaExceeded, .readOnly].contains(code)
    }
}
