internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Finds where it begins and starts the subscription, which answers and delivers from there on.
extension Follow: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Following> {
        let (peer, services) = (visit.peer, visit.services)
        let lookup = visit.lookup(for: identity)
        let epoch = services.rights.current
        let conversation = try await lookup.find(target, for: .read).conversation
        let head = try await services.engines.log.head(of: conversation)
        var position: Message.Seq
        switch start {
        case .after(let seq):
            guard seq <= head else {
                throw ChatError(
                    .invalid, "\(target) ends at \(head), before the position \(seq)",
                    hint: "The server may have been restored from a backup.")
            }
            position = seq
        case .tail: position = head
        case .since(let time): position = try await services.engines.log.position(before: time, in: conversation)
        }
        // What lies below has no text any more.
        position = max(position, try await services.engines.log.floor(of: conversation))
        try await peer.follow(
            Following(conversation: conversation, position: position, head: head), answering: visit.request)
        // Rights may have changed between the look at them and the subscription, which then nobody has ended.
        guard services.rights.current != epoch else { return .later }
        do {
            try await lookup.check(conversation, for: .read)
        } catch let error as ChatError {
            peer.end(conversation, error)
        }
        return .later
    }
}
