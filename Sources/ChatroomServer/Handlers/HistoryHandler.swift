internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Answers `history`: one page of stored messages.
struct HistoryHandler {
    let services: Services
    let identity: Identity

    func handle(_ query: HistoryQuery) async throws -> Reply {
        let access = try await ConversationLookup(services: services, identity: identity)
            .find(query.target, for: .read)
        return .page(
            try await services.engines.log.page(
                of: access.conversation, matching: query, for: identity.account.id, byteLimit: HistoryPage.byteLimit))
    }
}
