internal import ChatroomCore
internal import ChatroomStore

/// Answers `history`: one page of stored messages.
struct HistoryHandler {
    /// The most bytes of bodies in a page, so that it fits a frame with room to spare.
    static let pageBytes = 512 * 1024

    let services: Services
    let identity: Identity

    func handle(_ query: HistoryQuery) async throws -> Reply {
        let access = try await ConversationLookup(services: services, identity: identity)
            .find(query.target, for: .read)
        return .page(
            try await services.store.page(
                of: access.conversation, matching: query, for: identity.account.id, byteLimit: Self.pageBytes))
    }
}
