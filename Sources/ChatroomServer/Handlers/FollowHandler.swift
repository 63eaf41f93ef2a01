internal import ChatroomCore
internal import ChatroomStore

/// Takes `follow`: finds where it begins and starts the subscription, which answers and delivers from there on.
struct FollowHandler {
    let services: Services
    let identity: Identity

    func handle(_ follow: Follow, answering request: UInt64, of connection: ConnectionHandle) async throws {
        let conversation = try await ConversationLookup(services: services, identity: identity).find(follow.target)
        let head = try await services.store.head(of: conversation)
        let position: Message.Seq
        switch follow.start {
        case .after(let seq):
            guard seq <= head else {
                throw ChatError(
                    .invalid, "\(follow.target) ends at \(head), before the position \(seq)",
                    hint: "The server may have been restored from a backup.")
            }
            position = seq
        case .tail: position = head
        case .since(let time): position = try await services.store.position(before: time, in: conversation)
        case .cursor(let name):
            position = try await services.store.cursor(
                name, of: identity.account.id, in: conversation, orMakeAt: head)
        }
        try await connection.follow(
            Following(conversation: conversation, position: position, head: head), answering: request)
    }
}
