internal import ChatroomCore
internal import ChatroomStore

/// Finds the conversation that a user means, refuses what the user may not do there, and says what else might be meant
/// if there is none.
struct ConversationLookup {
    let services: Services
    let identity: Identity

    /// Finds a conversation for something that is to be done there.
    ///
    /// - Throws: ``ChatError`` with code `not-found`, the same for what does not exist and what may not be known of, or
    ///   `not-allowed`.
    func find(_ target: Target, for verb: RoomVerb) async throws -> Access {
        if verb == .write, case .direct(let name) = target { try await refuseDisabled(name) }
        do {
            // The same is asked of the store whether there is a room that is hidden or none, so that time tells nothing.
            let conversation = try await conversation(target)
            guard let access = try await services.engines.rooms.access(identity.account.id, to: conversation ?? .none)
            else {
                throw RoomRights.unknown(target)
            }
            try RoomRights.check(verb, access, identity.account.user, target: target)
            return access
        } catch let error as ChatError where error.code == .notFound {
            throw ChatError(.notFound, error.message, hint: try await suggestion(for: target))
        }
    }

    /// Refuses what needs somebody who can log in.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when the account is there and disabled.
    func refuseDisabled(_ name: UserName) async throws {
        guard try await services.engines.accounts.account(named: name) == nil,
            try await services.engines.accounts.hasUser(named: name.text)
        else { return }
        throw ChatError(
            .notFound, "the account '@\(name)' is disabled", hint: "Its user can neither log in nor be written to.")
    }

    private func conversation(_ target: Target) async throws(ChatError) -> Conversation.ID? {
        do {
            return try await services.engines.rooms.conversation(target, for: identity.account.id)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// Finds what the user is to a conversation that a frame names, for something that is to be done there.
    @discardableResult
    func check(_ conversation: Conversation.ID, for verb: RoomVerb) async throws -> Access {
        guard let access = try await services.engines.rooms.access(identity.account.id, to: conversation) else {
            throw RoomRights.unknown(nil)
        }
        try RoomRights.check(verb, access, identity.account.user, target: nil)
        return access
    }

    private func suggestion(for target: Target) async throws -> String? {
        switch target {
        case .room(let name):
            let visible = try await services.engines.rooms.conversations(visibleTo: identity.account.id)
            let names = visible.compactMap { if case .room(let name) = $0.target { name.text } else { nil } }
            let isUser = try await services.engines.accounts.hasUser(named: name.text)
            let near = isUser ? "@\(name)" : Suggestion.nearest(to: name.text, in: names)
            let meant = near.map { "Did you mean '\($0)'? " } ?? ""
            return "\(meant)'chatroom room list' shows all."
        case .direct(let name):
            let visible = try await services.engines.rooms.conversations(visibleTo: identity.account.id)
            if visible.contains(where: { $0.target.description == name.text }) { return "Did you mean '\(name)'?" }
            let names = try await services.engines.accounts.userNames(limit: 1000).map(\.text)
            return Suggestion.nearest(to: name.text, in: names).map { "Did you mean '@\($0)'?" }
        }
    }
}

extension Visit {
    /// Finds conversations for somebody.
    func lookup(for identity: Identity) -> ConversationLookup {
        ConversationLookup(services: services, identity: identity)
    }
}

extension Conversation.ID {
    /// What no conversation has.
    static let none = Conversation.ID(rawValue: 0)
}
