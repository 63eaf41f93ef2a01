internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// What one connection follows, and how far.
///
/// Requests to follow are never waited for by the one who reads events: their replies come in between, and are noted
/// where they arrive.
final class Subscriptions: Sendable {
    private struct Entry {
        let target: Target
        var position: Message.Seq
        let receipts: AckPump?
    }

    private let connection: ChatConnection
    private let isStrict: Bool
    private let entries = Mutex<[Conversation.ID: Entry]>([:])
    /// What was asked for and not ended since.
    private let asked = Mutex<Set<Target>>([])

    /// Follows nothing yet; when strict, a refusal ends the connection.
    init(connection: ChatConnection, isStrict: Bool) {
        self.connection = connection
        self.isStrict = isStrict
    }

    /// Asks to follow; the connection must be flushed.
    func begin(_ follow: Follow) -> EventLoopFuture<Following> {
        _ = asked.withLock { $0.insert(follow.target) }
        let reply = connection.start(follow)
        reply.whenComplete { result in
            switch result {
            case .success(let following): self.note(following, follow.target)
            case .failure(let error): self.refused(follow, ChatError(reply: error))
            }
        }
        return reply
    }

    /// Follows a conversation that has just begun, unless it is followed already.
    func open(_ summary: Conversation.Summary, after position: Message.Seq?) {
        guard asked.withLock({ !$0.contains(summary.target) }) else { return }
        _ = begin(Follow(target: summary.target, start: .after(position ?? summary.followedFrom)))
        connection.flush()
    }

    /// Refuses a message that does not follow the one before it.
    ///
    /// - Returns: Where it was said; `nil` for what is followed no more.
    func check(_ message: Message, in conversation: Conversation.ID) throws(ChatError) -> Target? {
        guard let entry = entries.withLock({ $0[conversation] }) else { return nil }
        guard message.seq == entry.position + 1 else {
            throw ChatError(
                .protocolViolation, "\(entry.target) went from \(entry.position) to \(message.seq)")
        }
        return entry.target
    }

    /// Notes that a message was taken, and tells the other end of a direct conversation.
    func took(_ seq: Message.Seq, of conversation: Conversation.ID) {
        let receipts = entries.withLock { entries in
            entries[conversation]?.position = seq
            return entries[conversation]?.receipts
        }
        // Whoever cannot be told now is told with the next message.
        try? receipts?.note(seq)
    }

    /// Ends a subscription.
    func end(_ conversation: Conversation.ID) -> Target? {
        let target = entries.withLock { $0.removeValue(forKey: conversation)?.target }
        if let target { _ = asked.withLock { $0.remove(target) } }
        return target
    }

    /// Notes how far each conversation has come.
    func positions(into positions: inout [Target: Message.Seq]) {
        for entry in entries.withLock({ Array($0.values) }) { positions[entry.target] = entry.position }
    }

    /// Waits until what was taken is told.
    func settle() async {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        for pump in entries.withLock({ $0.values.compactMap(\.receipts) }) { try? await pump.settle(on: loop) }
    }

    private func refused(_ follow: Follow, _ error: ChatError) {
        guard !isStrict else { return connection.close(error) }
        _ = asked.withLock { $0.remove(follow.target) }
        // A room that was removed and made again begins anew.
        guard error.code == .invalid, follow.start != .after(0) else { return }
        _ = begin(Follow(target: follow.target, start: .after(0)))
        connection.flush()
    }

    private func note(_ following: Following, _ target: Target) {
        var receipts: AckPump?
        if case .direct = target {
            receipts = AckPump(connection: connection, conversation: following.conversation, cursor: .delivered)
        }
        entries.withLock { entries in
            entries[following.conversation] = Entry(
                target: target, position: following.position, receipts: receipts)
        }
    }
}
