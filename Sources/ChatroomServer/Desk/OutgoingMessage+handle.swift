internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Takes a message as far as the log writer's queue; the writer answers when it is durable.
extension OutgoingMessage: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Receipt> {
        let (peer, services, request) = (visit.peer, visit.services, visit.request)
        let limit = services.configuration.limits.bodyBytes
        guard body.utf8.count <= limit else { throw ChatError.bodyTooLarge(body.utf8.count, limit: limit) }
        let epoch = services.rights.current
        let (conversation, mayModerate) = try await place(for: identity, &visit)
        try await keepRate(of: identity.account.id, services)
        var isOffline = false
        if case .direct(let name) = target {
            isOffline = await services.registry.present(name, at: services.clock.now()) == nil
        }
        var new = NewMessage(
            conversation: conversation, sender: identity.account, id: id, body: body, replyTo: replyTo, act: act,
            mayModerate: mayModerate, file: file)
        if mayModerate, Mentions.summons(in: body) == .here {
            new.present = await services.registry.presentAccounts
        }
        new.mostEdits = services.configuration.limits.editsPerMessage
        try await services.writer.submit(
            new, to: isOffline ? .offline : .present, admittedAt: epoch, answering: request, of: peer)
        return .later
    }

    /// Finds where it goes, and refuses what may not go there.
    ///
    /// What is stored already is answered again whatever the sender may do now, for the first answer may have been lost,
    /// and a refusal would be taken for a message that was never stored.
    private func place(
        for identity: Identity, _ visit: inout Visit
    ) async throws -> (conversation: Conversation.ID, mayModerate: Bool) {
        do {
            let access = try await access(for: identity, &visit)
            if act == .topic {
                try Room.checkTopic(body)
                try RoomRights.check(.topic, access, identity.account.user, target: target)
            }
            let mayModerate = RoomRights.verdict(.moderate, access, identity.account.user) == .granted
            if !mayModerate, access.slow > .zero, act.takesTurn {
                try await takeTurn(of: identity.account.id, access, visit.services)
            }
            return (access.conversation, mayModerate)
        } catch let error as ChatError where [.notFound, .notAllowed, .rateLimited].contains(error.code) {
            let stored = try await visit.services.engines.log.conversation(holding: id, from: identity.account.id)
            guard let stored else { throw error }
            return (stored, false)
        }
    }

    /// Keeps the pace of a slow room; what is stored already takes no turn.
    private func takeTurn(of account: Account.ID, _ access: Access, _ services: Services) async throws {
        let stored = try await services.engines.log.conversation(holding: id, from: account)
        guard stored == nil, let wait = services.slowMode.admit(account, to: access, at: services.uptime) else {
            return
        }
        throw ChatError(.rateLimited, "sending too fast to \(target), a slow room", retryAfter: wait)
    }

    /// Refuses what a user sends too fast, unless it is stored already or about to be: then it is answered again.
    private func keepRate(of account: Account.ID, _ services: Services) async throws {
        let size = body.utf8.count + Self.rowBytes
        guard let wait = services.sendRate.admit(1, size, of: account, at: services.uptime),
            await !services.writer.holds(id, from: account),
            try await services.engines.log.conversation(holding: id, from: account) == nil
        else { return }
        throw ChatError(
            .rateLimited, "sending too fast",
            hint: "The limits are messages-per-minute and sent-bytes-per-minute.", retryAfter: wait)
    }

    /// What a message takes on the disk beside its text, so that empty ones count too.
    private static let rowBytes = 256

    /// Looks a target up once a session while rights stay as they are, since a pipe sends to the same one over and over.
    private func access(for identity: Identity, _ visit: inout Visit) async throws -> Access {
        let epoch = visit.services.rights.current
        if let known = visit.session.access(to: target, at: epoch) { return known }
        let found = try await visit.lookup(for: identity).find(target, for: .write)
        visit.session.remember(found, of: target, at: epoch)
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
