internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Takes `follow`: finds where it begins and starts the subscription, which answers and delivers from there on.
struct FollowHandler {
    let services: Services
    let identity: Identity

    func handle(_ follow: Follow, answering request: UInt64, of connection: ConnectionHandle) async throws {
        let lookup = ConversationLookup(services: services, identity: identity)
        let epoch = services.rights.current
        let conversation = try await lookup.find(follow.target, for: .read).conversation
        let head = try await services.engines.log.head(of: conversation)
        var position: Message.Seq
        switch follow.start {
        case .after(let seq):
            guard seq <= head else {
                throw ChatError(
                    .invalid, "\(follow.target) ends at \(head), before the position \(seq)",
                    hint: "The server may have been restored from a backup.")
            }
            position = seq
        case .tail: position = head
        case .since(let time): position = try await services.engines.log.position(before: time, in: conversation)
        }
        // What lies below has no text any more.
        position = max(position, try await services.engines.log.floor(of: conversation))
        try await connection.follow(
            Following(conversation: conversation, position: position, head: head), answering: request)
        // Rights may have changed between the look at them and the subscription, which then nobody has ended.
        guard services.rights.current != epoch else { return }
        do {
            try await lookup.check(conversation, for: .read)
        } catch let error as ChatError {
            connection.end(conversation, error)
        }
    }
}
