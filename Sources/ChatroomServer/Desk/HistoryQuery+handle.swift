internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Reads one page of stored messages.
extension HistoryQuery: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<HistoryPage> {
        let access = try await visit.lookup(for: identity).find(target, for: .read)
        return .answer(
            try await visit.services.engines.log.page(
                of: access.conversation, matching: self, for: identity.account.id, byteLimit: HistoryPage.byteLimit))
    }
}
