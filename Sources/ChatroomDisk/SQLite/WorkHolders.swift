internal import ChatroomCore
internal import ChatroomStore
internal import Synchronization

/// Who has which messages under which cursor.
///
/// Settlements are noted in the order of their commits, before they are answered; nobody waits here for anything.
final class WorkHolders: Sendable {
    private struct State {
        var queues: [WorkKey: WorkQueue] = [:]
        /// Who takes part, from before a queue is read; a queue lives as long as anybody does.
        var users: [WorkKey: Set<Holder>] = [:]
    }

    /// The most messages that one holder may have.
    private static let mostHeld = 4096

    private let state = Mutex(State())

    /// Notes that a holder takes part.
    ///
    /// - Returns: Whether it did not before.
    func join(_ key: WorkKey, _ holder: Holder) -> Bool {
        state.withLock { $0.users[key, default: []].insert(holder).inserted }
    }

    /// Forgets that a holder takes part, and the queue with the last that did.
    func leave(_ key: WorkKey, _ holder: Holder) {
        state.withLock { state in
            state.users[key]?.remove(holder)
            guard state.users[key]?.isEmpty ?? true else { return }
            state.users[key] = nil
            state.queues[key] = nil
        }
    }

    func hasQueue(_ key: WorkKey) -> Bool { state.withLock { $0.queues[key] != nil } }

    /// How many queues of an account there are.
    func queues(of account: Account.ID) -> Int {
        state.withLock { state in state.queues.keys.count { $0.account == account } }
    }

    /// Adds a queue that was read, unless another was faster.
    func add(_ queue: CursorState, of key: WorkKey) {
        state.withLock { state in
            if state.queues[key] == nil { state.queues[key] = WorkQueue(queue) }
        }
    }

    /// Takes messages that lie above a floor: what has no text any more is nobody's work.
    ///
    /// - Returns: The messages, and whether the cursor is kept in the database.
    func take(
        _ key: WorkKey, atMost count: Int, after floor: Message.Seq, upTo head: Message.Seq, for holder: Holder
    ) -> (seqs: [Message.Seq], isKept: Bool) {
        state.withLock { state in
            state.queues[key]?.settle(done: [], failed: [], position: floor)
            let room = Self.mostHeld - state.queues.values.reduce(0) { $0 + $1.held(by: holder) }
            let seqs = state.queues[key]?.take(atMost: min(count, max(0, room)), upTo: head, for: holder) ?? []
            return (seqs, state.queues[key]?.isKept ?? true)
        }
    }

    /// Hands out what a page holds of some messages, and takes the rest back: a page ends where it is large enough.
    func handout(
        _ messages: [Message], of wanted: Set<Message.Seq>, _ key: WorkKey, for holder: Holder
    ) -> Handout {
        state.withLock { state in
            var handout = Handout()
            handout.messages = messages.filter { wanted.contains($0.seq) }
            for message in handout.messages {
                let failures = state.queues[key]?.failures(of: message.seq) ?? 0
                if failures > 0 { handout.failures[message.seq] = failures }
            }
            state.queues[key]?.isKept = true
            state.queues[key]?.giveBack(wanted.subtracting(handout.messages.map(\.seq)), of: holder)
            return handout
        }
    }

    /// Takes messages back that were not looked at.
    func giveBack(_ seqs: Set<Message.Seq>, _ key: WorkKey, of holder: Holder) {
        state.withLock { $0.queues[key]?.giveBack(seqs, of: holder) }
    }

    /// What a holder has, under each cursor under which it takes part.
    func held(by holder: Holder) -> [(key: WorkKey, seqs: [Message.Seq])] {
        state.withLock { state in
            state.users.filter { $0.value.contains(holder) }
                .map { ($0.key, state.queues[$0.key]?.seqs(of: holder) ?? []) }
        }
    }

    /// Notes what became of messages, and where their cursor stands.
    func settle(_ settlement: Settlement, at position: Message.Seq) {
        let key = WorkKey(
            account: settlement.account, cursor: settlement.name, conversation: settlement.conversation)
        state.withLock {
            $0.queues[key]?.settle(done: settlement.done, failed: settlement.failed, position: position)
        }
    }
}
