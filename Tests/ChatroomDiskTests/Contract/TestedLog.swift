internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport

@testable internal import ChatroomDisk

/// What the contract of appending and of cursors is tested by, whatever keeps the logs.
protocol TestedLog: Sendable {
    func makeAccount(_ name: String) async throws -> Account
    func makeRoom(of owner: Account) async throws -> Conversation.ID
    func change(_ change: MemberChange, in conversation: Conversation.ID) async throws -> Standing
    func access(_ account: Account.ID, to conversation: Conversation.ID) async throws -> Access?
    func write(_ batch: [Write], at time: Timestamp) async throws -> [Result<Written, ChatError>]
    /// Every entry as it is stored.
    func entries(of conversation: Conversation.ID) async throws -> [Message]
    /// The newest link.
    func chain(of conversation: Conversation.ID) async throws -> [UInt8]?
    /// The messages that mention an account.
    func mentions(of account: Account, in conversation: Conversation.ID) async throws -> [Message.Seq]
    func position(
        of name: ChatroomCore.Cursor.Name, of account: Account, in conversation: Conversation.ID
    ) async throws -> Message.Seq
}

extension TestedLog {
    func append(_ batch: [NewMessage], at time: Int64 = 1000) async throws -> [Result<Appended, ChatError>] {
        try await write(batch.map { .append($0) }, at: Timestamp(milliseconds: time)).map { outcome in
            outcome.map { written in
                guard case .appended(let appended) = written else { preconditionFailure("no message was written") }
                return appended
            }
        }
    }
}

/// The engines that keep the contract.
enum LogEngine: CaseIterable {
    case sqlite, dictionaries

    func open(bounds: StoreBounds = StoreBounds()) async throws -> LogScene {
        switch self {
        case .sqlite:
            let directory = try ScratchDirectory()
            let store = try await SQLiteStore.open(
                directory: directory.file("data"), durability: .relaxed, bounds: bounds)
            return try await LogScene(SQLiteLog(store: store, directory: directory))
        case .dictionaries: return try await LogScene(DictionaryLog(bounds: bounds))
        }
    }
}

/// A log with two accounts, of which `alice` administers, and a room that she owns.
struct LogScene {
    let log: any TestedLog
    let alice: Account
    let bob: Account
    let room: Conversation.ID

    init(_ log: any TestedLog) async throws {
        self.log = log
        alice = try await log.makeAccount("alice")
        bob = try await log.makeAccount("bob")
        room = try await log.makeRoom(of: alice)
    }

    /// Appends one message to the lobby, from alice.
    @discardableResult
    func say(_ body: String, at time: Int64 = 1000) async throws -> Appended {
        try await log.append([.from(alice, body)], at: time)[0].get()
    }

    func append(_ batch: [NewMessage], at time: Int64 = 1000) async throws -> [Result<Appended, ChatError>] {
        try await log.append(batch, at: time)
    }

    /// A deletion by alice in the lobby.
    func deletion(of seq: Message.Seq) -> NewMessage {
        NewMessage(conversation: .lobby, sender: alice, id: .random(), body: "", act: .delete(seq))
    }

    /// The messages of the lobby, without what changes others.
    func log() async throws -> [Message] { try await log.entries(of: .lobby).filter { $0.changes == nil } }

    /// The newest seq of the lobby.
    func head() async throws -> Message.Seq { try await log.entries(of: .lobby).last?.seq ?? 0 }

    /// Whether the lobby's chain is whole, as far as the engine can tell, and ends.
    func isWhole() async throws -> Bool { try await log.chain(of: .lobby) != nil }

    /// Changes who belongs to the room, as its owner or of the account's own will.
    func change(_ change: ChangeMember.Change, _ account: Account) async throws {
        let actor = change == .join || change == .leave ? account : alice
        let change = MemberChange(change, of: account, in: try RoomName("ops"), by: actor)
        _ = try await log.change(change, in: room)
    }
}

/// The contract's test by SQLite.
private struct SQLiteLog: TestedLog {
    let store: SQLiteStore
    let directory: ScratchDirectory

    func makeAccount(_ name: String) async throws -> Account {
        try await store.createAccount(.named(name), at: Timestamp(milliseconds: 1))
    }

    func makeRoom(of owner: Account) async throws -> Conversation.ID {
        try await store.createRoom(
            CreateRoom(room: try RoomName("ops")), by: owner.id, at: Timestamp(milliseconds: 1))
    }

    func change(_ change: MemberChange, in conversation: Conversation.ID) async throws -> Standing {
        try await store.change(change, in: conversation)
    }

    func access(_ account: Account.ID, to conversation: Conversation.ID) async throws -> Access? {
        try await store.access(account, to: conversation)
    }

    func write(_ batch: [Write], at time: Timestamp) async throws -> [Result<Written, ChatError>] {
        try await store.write(batch, at: time)
    }

    func entries(of conversation: Conversation.ID) async throws -> [Message] {
        var query = HistoryQuery(target: .lobby, limit: HistoryQuery.largestPage)
        query.isUnfolded = true
        return try await store.page(of: conversation, matching: query, byteLimit: .max).messages
    }

    func chain(of conversation: Conversation.ID) async throws -> [UInt8]? {
        guard try await store.verifyChain(of: conversation) == nil else { throw TestFailure("the log is not whole") }
        return try await store.read { db in
            let end = try LogEnd.read(conversation, in: db)
            return end.seq == 0 ? nil : end.chain
        }
    }

    func mentions(of account: Account, in conversation: Conversation.ID) async throws -> [Message.Seq] {
        try await store.read { db in
            try db.all(
                "SELECT seq FROM mentions WHERE user = ? AND conversation = ? ORDER BY seq",
                [account.id.rawValue, conversation.rawValue]
            ) { try $0.integer(0) }
        }
    }

    func position(
        of name: ChatroomCore.Cursor.Name, of account: Account, in conversation: Conversation.ID
    ) async throws -> Message.Seq {
        try await store.cursor(name, of: account.id, in: conversation, orMakeAt: 0)
    }
}
