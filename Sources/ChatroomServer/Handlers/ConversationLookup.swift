internal import ChatroomCore
internal import ChatroomStore

/// Finds the conversation that a user means, and says what else might be meant if there is none.
struct ConversationLookup {
    let services: Services
    let identity: Identity

    /// - Throws: ``ChatError`` with code `not-found`, the same for what does not exist and what may not be known of.
    func find(_ target: Target) async throws -> Conversation.ID {
        do {
            return try await services.store.conversation(target, for: identity.account.id)
        } catch let error where error.code == .notFound {
            throw ChatError(.notFound, error.message, hint: try await suggestion(for: target))
        }
    }

    /// Refuses a conversation that the user is no member of.
    func check(_ conversation: Conversation.ID) async throws {
        guard try await services.store.isMember(identity.account.id, of: conversation) else {
            throw ChatError(.notFound, "no such conversation")
        }
    }

    private func suggestion(for target: Target) async throws -> String? {
        switch target {
        case .room(let name):
            return Suggestion.nearest(to: name.text, in: ["lobby"]).map { "Did you mean '\($0)'?" }
        case .direct(let name):
            let names = try await services.store.userNames(limit: 1000).map(\.text)
            return Suggestion.nearest(to: name.text, in: names).map { "Did you mean '@\($0)'?" }
        }
    }
}
