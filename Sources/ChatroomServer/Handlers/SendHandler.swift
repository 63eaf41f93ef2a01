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
        let (conversation, mayModerate, rights) = try await place(of: message, &session)
        try await keepRate(message)
        var isOffline = false
        if case .direct(let name) = message.target {
            isOffline = await services.registry.present(name, at: services.clock.now()) == nil
        }
        var new = NewMessage(
            conversation: conversation, sender: identity.account, id: message.id, body: message.body,
            replyTo: message.replyTo, act: message.act, mayModerate: mayModerate, rights: rights,
            file: message.file)
        if mayModerate, Mentions.summons(in: message.body) == .here {
            new.present = await services.registry.presentAccounts
        }
        new.mostEdits = services.configuration.limits.editsPerMessage
        try await services.writer.submit(
            .append(new), to: isOffline ? .offline : .present, answering: request, of: connection)
    }

    /// Finds where a message goes, and refuses what may not go there.
    ///
    /// What is stored already is answered again whatever the sender may do now, for the first answer may have been lost,
    /// and a refusal would be taken for a message that was never stored.
    private func place(
        of message: OutgoingMessage, _ session: inout Session
    ) async throws -> (conversation: Conversation.ID, mayModerate: Bool, rights: Int64) {
        do {
            let access = try await access(to: message.target, &session)
            if message.act == .topic {
                try Room.checkTopic(message.body)
                try RoomRights.check(.topic, access, identity.account.user, target: message.target)
            }
            let mayModerate = RoomRights.verdict(.moderate, access, identity.account.user) == .granted
            if !mayModerate, access.slow > .zero, message.act.takesTurn { try await admit(message, access) }
            return (access.conversation, mayModerate, access.rights)
        } catch let error as ChatError where [.notFound, .notAllowed, .rateLimited].contains(error.code) {
            let stored = try await services.engines.log.conversation(holding: message.id, from: identity.account.id)
            guard let stored else { throw error }
            // A version that there never is, so rights are looked at again if it is not stored after all.
            return (stored, false, -1)
        }
    }

    /// Keeps the pace of a slow room; what is stored already takes no turn.
    private func admit(_ message: OutgoingMessage, _ access: Access) async throws {
        let stored = try await services.engines.log.conversation(holding: message.id, from: identity.account.id)
        guard stored == nil,
            let wait = services.slowMode.admit(identity.account.id, to: access, at: services.uptime)
        else { return }
        throw ChatError(.rateLimited, "sending too fast to \(message.target), a slow room", retryAfter: wait)
    }

    /// Refuses what a user sends too fast, unless it is stored already or about to be: then it is answered again.
    private func keepRate(_ message: OutgoingMessage) async throws {
        let account = identity.account.id
        let size = message.body.utf8.count + Self.rowBytes
        guard let wait = services.sendRate.admit(1, size, of: account, at: services.uptime),
            await !services.writer.holds(message.id, from: account),
            try await services.engines.log.conversation(holding: message.id, from: account) == nil
        else { return }
        throw ChatError(
            .rateLimited, "sending too fast",
            hint: "The limits are messages-per-minute and sent-bytes-per-minute.", retryAfter: wait)
    }

    /// What a message takes on the disk beside its text, so that empty ones count too.
    private static let rowBytes = 256

    /// Looks a target up once a session while rights stay as they are, since a pipe sends to the same one over and over.
    private func access(to target: Target, _ session: inout Session) async throws -> Access {
        let epoch = services.rights.current
        if let known = session.access(to: target, at: epoch) { return known }
        let found = try await ConversationLookup(services: services, identity: identity).find(target, for: .write)
        session.remember(found, of: target, at: epoch)
        return found
    }
}

extension OutgoingMessage.Act {
    /// Whether others see something anew, a new text of an old message too; only what takes something away goes at once.
    fileprivate var takesTurn: Bool {
        switch self {
        case .post, .ask, .update, .edit, .topic: true
        case .delete: false
        }
    }
}
