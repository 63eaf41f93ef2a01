public import ChatroomCore

/// The messages of one conversation under one named cursor: what is done, who has what, what comes next.
///
/// Pure; an engine keeps what is done, and somebody else listens.
public struct WorkQueue: Sendable {
    private var state: CursorState
    /// The first message that was never handed out.
    private var next: Message.Seq
    /// What was handed out and came back.
    private var returned: Set<Message.Seq> = []
    private var holders: [Message.Seq: Holder] = [:]
    /// Whether the store has the cursor: of a direct conversation in which nothing was said it keeps none.
    public var isKept: Bool

    /// Makes the queue of a cursor.
    public init(_ state: CursorState) {
        self.state = state
        isKept = state.position > 0
        next = state.position + 1
    }

    /// Hands out messages, the oldest first.
    public mutating func take(atMost count: Int, upTo head: Message.Seq, for holder: Holder) -> [Message.Seq] {
        var taken = Array(returned.sorted().prefix(count))
        returned.subtract(taken)
        while taken.count < count, next <= head {
            if !state.done.contains(next) { taken.append(next) }
            next += 1
        }
        for seq in taken { holders[seq] = holder }
        return taken
    }

    /// How often a message was tried in vain.
    public func failures(of seq: Message.Seq) -> Int { state.failures[seq, default: 0] }

    /// Takes messages back that were handed out and not looked at.
    public mutating func giveBack(_ seqs: Set<Message.Seq>, of holder: Holder) {
        for seq in seqs where holders[seq] == holder {
            holders[seq] = nil
            returned.insert(seq)
        }
    }

    /// Notes what became of messages, whoever has them, and how far the cursor has come.
    public mutating func settle(done: [Message.Seq], failed: [Message.Seq], position: Message.Seq) {
        let position = max(position, state.position)
        for seq in done {
            holders[seq] = nil
            returned.remove(seq)
            state.failures[seq] = nil
            if seq > position { state.done.insert(seq) }
        }
        for seq in failed where seq > position && !state.done.contains(seq) {
            holders[seq] = nil
            state.failures[seq, default: 0] += 1
            // What was never handed out here comes in its turn.
            if seq < next { returned.insert(seq) }
        }
        guard position > state.position else { return }
        state.position = position
        state.done = state.done.filter { $0 > position }
        returned = returned.filter { $0 > position }
        holders = holders.filter { $0.key > position }
        next = max(next, position + 1)
    }

    /// What a holder has, in order.
    public func seqs(of holder: Holder) -> [Message.Seq] {
        holders.filter { $0.value == holder }.map(\.key).sorted()
    }

    /// How much a holder has.
    public func held(by holder: Holder) -> Int { holders.values.count { $0 == holder } }
}
