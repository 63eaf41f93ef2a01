internal import ChatroomCore
internal import ChatroomStore

/// Takes `send` as far as the log writer's queue; the writer answers when the message is durable.
struct SendHandler {
    let services: Services
    let identity: Identity

    func handle(
        _ message: OutgoingMessage, answering request: UInt64, of connection: ConnectionHandle, _ session: inout Session
    ) async throws {
        let limit = services.configuration.limits.bodyBytes
        guard message.body.utf8.count <= limit else {
            throw ChatError.bodyTooLarge(message.body.utf8.count, limit: limit)
        }
        let conversation = try await conversation(message.target, &session)
        try await services.writer.submit(
            NewMessage(
                conversation: conversation, sender: identity.account, id: message.id, body: message.body,
                replyTo: message.replyTo),
            answering: request, of: connection)
    }

    /// Looks a target up once a session, since a pipe sends to the same one over and over.
    private func conversation(_ target: Target, _ session: inout Session) async throws -> Conversation.ID {
        if let known = session.conversation(target) { return known }
        let found = try await ConversationLookup(services: services, identity: identity).find(target)
        session.remember(found, as: target)
        return found
    }
}
