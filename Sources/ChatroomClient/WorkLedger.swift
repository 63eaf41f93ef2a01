internal import ChatroomCore
internal import ChatroomWire
internal import Synchronization

/// What a consumer has claimed, has under way and has still to settle; outlives connections.
final class WorkLedger: Sendable {
    /// What to do next on the connection.
    enum Step {
        /// Tell the server what became of work.
        case settle(Settle)
        /// Ask for work.
        case claim(Target, Claim.Start)
        /// Nothing more is wanted.
        case finish
    }

    private struct Place: Hashable {
        let conversation: Conversation.ID
        let seq: Message.Seq
    }

    private struct State {
        /// Where a new cursor is made, for each conversation.
        var starts: [Target: Claim.Start] = [:]
        var targets: [Conversation.ID: Target] = [:]
        var conversations: [Target: Conversation.ID] = [:]
        /// The conversations that may have work, in turn.
        var ready: [Target] = []
        /// Conversations that the server rang for before it was known which they are.
        var rung: Set<Conversation.ID> = []
        /// The conversations that nothing was claimed of yet, on any connection.
        var unclaimed: Set<Target> = []
        var underWay: Set<Place> = []
        var running = 0
        var done: [Conversation.ID: Set<Message.Seq>] = [:]
        var failed: [Conversation.ID: Set<Message.Seq>] = [:]
        var isStopping = false
        var failure: (any Error)?
        var lost: ChatError?
    }

    private let jobs: Int
    /// Whether conversations that begin later are worked on too.
    private let takesOpened: Bool
    private let cursor: Cursor.Name
    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init(jobs: Int, takesOpened: Bool, cursor: Cursor.Name) {
        self.jobs = jobs
        self.takesOpened = takesOpened
        self.cursor = cursor
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Why everything ends, if something that was handled threw.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// Whether every conversation was asked for work at least once, so that a new cursor is there.
    var isReady: Bool { state.withLock { $0.unclaimed.isEmpty } }

    /// The conversations that were worked on before.
    var known: Set<Target> { state.withLock { Set($0.starts.keys) } }

    /// Whether something that is done is not settled.
    var hasUnsettled: Bool { state.withLock { !$0.done.isEmpty || !$0.failed.isEmpty } }

    /// Begins on a connection: every conversation may have work.
    func begin(_ places: [Target: Claim.Start]) {
        state.withLock { state in
            state.lost = nil
            if state.starts.isEmpty { state.unclaimed = Set(places.keys) }
            state.starts = places
            state.rung = []
            state.ready = places.keys.sorted { $0.description < $1.description }
        }
        wakeUp.yield()
    }

    /// Notes that the connection ended.
    func lost(_ reason: ChatError) {
        state.withLock { $0.lost = reason }
        wakeUp.yield()
    }

    /// Notes what a server tells.
    func note(_ event: Event) {
        state.withLock { state in
            switch event {
            case .available(let conversation):
                guard let target = state.targets[conversation] else {
                    state.rung.insert(conversation)
                    return
                }
                if !state.ready.contains(target) { state.ready.append(target) }
            case .opened(let summary):
                guard takesOpened else { return }
                if state.starts[summary.target] == nil { state.starts[summary.target] = .after(0) }
                if !state.ready.contains(summary.target) { state.ready.append(summary.target) }
            default: return
            }
        }
        wakeUp.yield()
    }

    /// Waits for something to do.
    ///
    /// - Throws: Why the connection ended.
    func next() async throws(ChatError) -> Step {
        while true {
            let step = state.withLock { state -> Result<Step, ChatError>? in
                if Task.isCancelled || state.failure != nil || state.isStopping { return .success(.finish) }
                if let lost = state.lost { return .failure(lost) }
                if let settle = unsettled(&state) { return .success(.settle(settle)) }
                guard state.running < jobs, !state.ready.isEmpty else { return nil }
                let target = state.ready.removeFirst()
                return .success(.claim(target, state.starts[target] ?? .tail))
            }
            if let step { return try step.get() }
            var iterator = wakeUps.makeAsyncIterator()
            _ = await iterator.next()
        }
    }

    /// Notes what was claimed.
    ///
    /// - Returns: The batch to start, if there is anything that is not under way already.
    func claimed(_ claimed: Claimed?, _ target: Target) -> [[CursorConsumer.Work]] {
        state.withLock { state in
            state.unclaimed.remove(target)
            guard let claimed else { return [] }
            state.targets[claimed.conversation] = target
            state.conversations[target] = claimed.conversation
            let isRung = state.rung.remove(claimed.conversation) != nil
            guard claimed.hasMore || isRung else { return [] }
            if !state.ready.contains(target) { state.ready.append(target) }
            let fresh = claimed.work.filter { piece in
                let place = Place(conversation: claimed.conversation, seq: piece.message.seq)
                let isSettling = state.done[claimed.conversation]?.contains(place.seq) ?? false
                return !isSettling && state.underWay.insert(place).inserted
            }
            guard !fresh.isEmpty else { return [] }
            state.running += 1
            return [
                fresh.map { piece in
                    CursorConsumer.Work(
                        delivery: LogFollower.Delivery(target: target, message: piece.message),
                        failures: piece.failures)
                }
            ]
        }
    }

    /// Notes what became of a batch.
    func finished(_ work: [CursorConsumer.Work], _ outcome: CursorConsumer.Outcome) {
        end(work) { state, conversation in
            if !outcome.done.isEmpty { state.done[conversation, default: []].formUnion(outcome.done) }
            let rest = Set(work.map(\.delivery.message.seq)).subtracting(outcome.done)
            if !rest.isEmpty, !outcome.keepsRest { state.failed[conversation, default: []].formUnion(rest) }
            if outcome.isLast { state.isStopping = true }
        }
    }

    /// Notes that handling a batch threw.
    func failed(_ work: [CursorConsumer.Work], _ error: any Error) {
        end(work) { state, _ in
            if state.failure == nil { state.failure = error }
        }
    }

    /// What can be settled now.
    func unsettled() -> Settle? { state.withLock { unsettled(&$0) } }

    /// Notes that the server knows.
    func settled(_ settle: Settle) {
        state.withLock { state in
            state.done[settle.conversation]?.subtract(settle.done)
            state.failed[settle.conversation]?.subtract(settle.failed)
            if state.done[settle.conversation]?.isEmpty ?? false { state.done[settle.conversation] = nil }
            if state.failed[settle.conversation]?.isEmpty ?? false { state.failed[settle.conversation] = nil }
        }
    }

    private func end(
        _ work: [CursorConsumer.Work], _ note: (inout State, Conversation.ID) -> Void
    ) {
        state.withLock { state in
            state.running -= 1
            guard let target = work.first?.delivery.target, let conversation = state.conversations[target] else {
                return
            }
            for piece in work {
                state.underWay.remove(Place(conversation: conversation, seq: piece.delivery.message.seq))
            }
            note(&state, conversation)
        }
        wakeUp.yield()
    }

    private func unsettled(_ state: inout State) -> Settle? {
        let half = HistoryQuery.largestPage / 2
        guard let conversation = state.done.keys.first ?? state.failed.keys.first else { return nil }
        return Settle(
            conversation: conversation, cursor: cursor,
            done: Array((state.done[conversation] ?? []).sorted().prefix(half)),
            failed: Array((state.failed[conversation] ?? []).sorted().prefix(half)))
    }
}
