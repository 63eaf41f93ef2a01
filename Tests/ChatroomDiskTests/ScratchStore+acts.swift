internal import ChatroomCore
internal import ChatroomStore

@testable internal import ChatroomDisk

extension ScratchStore {
    /// Appends one message, from alice to the lobby unless it is said otherwise.
    @discardableResult
    func send(
        _ body: String, _ act: OutgoingMessage.Act = .post, from sender: Account? = nil, replyTo: Message.Seq? = nil,
        in conversation: Conversation.ID = .lobby, id: MessageID = .random(), mayModerate: Bool = false,
        at time: Int64 = 1000
    ) async throws -> Appended {
        let message = NewMessage(
            conversation: conversation, sender: sender ?? alice, id: id, body: body, replyTo: replyTo, act: act,
            mayModerate: mayModerate)
        return try await append([message], at: time)[0].get()
    }

    /// A page of a history, of the lobby unless it is said otherwise.
    func page(
        of conversation: Conversation.ID = .lobby, for reader: Account? = nil, byteLimit: Int = .max,
        _ change: (inout HistoryQuery) -> Void = { _ in }
    ) async throws -> HistoryPage {
        var query = HistoryQuery(target: .lobby)
        change(&query)
        return try await store.page(of: conversation, matching: query, for: reader?.id, byteLimit: byteLimit)
    }

    /// Every entry of a log as it was stored.
    func entries(of conversation: Conversation.ID = .lobby) async throws -> [Message] {
        try await page(of: conversation) { $0.isUnfolded = true }.messages
    }

    /// Makes another account.
    func account(_ name: String) async throws -> Account {
        try await store.createAccount(.named(name), at: Timestamp(milliseconds: 3))
    }

    /// Makes a room that alice owns.
    func room(_ name: String, isPrivate: Bool = false) async throws -> Conversation.ID {
        try await store.createRoom(
            CreateRoom(room: try RoomName(name), isPrivate: isPrivate), by: alice.id,
            at: Timestamp(milliseconds: 500))
    }

    /// The direct conversation of alice and another.
    func direct(with other: Account) async throws -> Conversation.ID {
        try await store.conversation(.direct(other.user.name), for: alice.id)
    }

    /// Moves a read marker.
    func read(_ seq: Message.Seq, as reader: Account, in conversation: Conversation.ID = .lobby) async throws {
        try await store.advance([CursorMove(account: reader.id, name: .read, conversation: conversation, seq: seq)])
    }

    /// What is found in all that an account can see, newest first.
    func find(_ text: String, as account: Account? = nil) async throws -> [Message.Seq] {
        let account = account ?? alice
        let search = Search(terms: try SearchText(text).terms)
        let visible = try await store.visibleConversations(to: account.id)
        return try await store.search(search, in: visible, for: account.id).hits.map(\.message.seq)
    }
}
