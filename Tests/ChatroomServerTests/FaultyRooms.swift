import ChatroomCore
import ChatroomStore

/// Rooms in which it is looked who may do what when a test lets it.
struct FaultyRooms: RoomStore {
    let store: any RoomStore
    let faults: FaultyStore

    func access(_ account: Account.ID, to conversation: Conversation.ID) async throws(ChatError) -> Access? {
        await faults.pass(.access)
        return try await store.access(account, to: conversation)
    }

    func conversation(_ target: Target, for account: Account.ID) async throws(ChatError) -> Conversation.ID {
        try await store.conversation(target, for: account)
    }
    func conversations(visibleTo account: Account.ID) async throws(ChatError) -> [Conversation.Summary] {
        try await store.conversations(visibleTo: account)
    }
    func visibleConversations(to account: Account.ID) async throws(ChatError) -> Set<Conversation.ID> {
        try await store.visibleConversations(to: account)
    }
    func summary(
        of conversation: Conversation.ID, for account: Account.ID
    ) async throws(ChatError) -> Conversation.Summary? { try await store.summary(of: conversation, for: account) }
    func partners(in conversation: Conversation.ID) async throws(ChatError) -> [Account.ID] {
        try await store.partners(in: conversation)
    }
    func createRoom(
        _ room: CreateRoom, by account: Account.ID, atMost limit: Int?, at time: Timestamp
    ) async throws(ChatError) -> Conversation.ID {
        try await store.createRoom(room, by: account, atMost: limit, at: time)
    }
    func room(_ conversation: Conversation.ID, for account: Account.ID) async throws(ChatError) -> Room {
        try await store.room(conversation, for: account)
    }
    func configure(_ conversation: Conversation.ID, _ change: ConfigureRoom) async throws(ChatError) {
        try await store.configure(conversation, change)
    }
    func removeRoom(_ conversation: Conversation.ID) async throws(ChatError) {
        try await store.removeRoom(conversation)
    }
    func change(
        _ change: ChangeMember.Change, _ account: Account.ID, in conversation: Conversation.ID, by actor: Account.ID?
    ) async throws(ChatError) { try await store.change(change, account, in: conversation, by: actor) }
    func invitations(of account: Account.ID) async throws(ChatError) -> [Invitation] {
        try await store.invitations(of: account)
    }
    func members(of conversation: Conversation.ID) async throws(ChatError) -> Set<Account.ID> {
        try await store.members(of: conversation)
    }
}
