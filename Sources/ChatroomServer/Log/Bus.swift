internal import ChatroomCore

/// Tells whoever listens that conversations have grown: a hint, upon which the log is to be read.
///
/// The hints of many commits may arrive as one, and never wait in a queue: what is kept is the set of conversations.
final class Bus: Sendable {
    /// Hears of every conversation that has grown.
    let grown = Inbox<Set<Conversation.ID>>([])
    /// Hears of every conversation that has its first message.
    let begun = Inbox<Set<Conversation.ID>>([])
    /// Hears how far users have come.
    let markers = MarkerNews()
    /// Rings for connections that wait for work.
    let doorbell = Doorbell()

    /// Tells of runs that were stored.
    func publish(_ runs: [Run]) {
        grown.add { $0.formUnion(runs.lazy.map(\.conversation)) }
        let begun = runs.lazy.filter { $0.first == 1 }.map(\.conversation)
        if !begun.isEmpty { self.begun.add { $0.formUnion(begun) } }
        doorbell.ring(runs.lazy.map(\.conversation))
    }
}
