internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension ListConversations: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<ConversationList> {
        let store = visit.services.engines.rooms
        var summaries = try await store.conversations(visibleTo: identity.account.id)
        // So many long topics do not fit a frame.
        if summaries.reduce(0, { $0 + $1.topic.utf8.count }) > HistoryPage.byteLimit / 2 {
            for index in summaries.indices { summaries[index].topic = "" }
        }
        return .answer(
            ConversationList(
                conversations: summaries, invitations: try await store.invitations(of: identity.account.id)))
    }
}
