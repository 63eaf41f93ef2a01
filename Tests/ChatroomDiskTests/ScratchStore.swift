internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Synchronization

@testable internal import ChatroomDisk

/// A store in a directory of a test's own, with two accounts.
struct ScratchStore {
    private let directory: ScratchDirectory
    let store: SQLiteStore
    let alice: Account
    let bob: Account
    let faults = FaultLog()

    /// The directory that the store is in.
    var path: String { directory.file("data") }

    /// What the database said about its failures.
    final class FaultLog: Sendable {
        private let kept = Mutex<[String]>([])

        var texts: [String] { kept.withLock { $0 } }

        func add(_ text: String) { kept.withLock { $0.append(text) } }
    }

    init(
        durability: SQLiteStore.Durability = .full, bounds: StoreBounds = StoreBounds(),
        room: (@Sendable () -> DiskRoom?)? = nil
    ) async throws {
        directory = try ScratchDirectory()
        let faults = faults
        store = try await SQLiteStore.open(
            directory: directory.file("data"), durability: durability, bounds: bounds, room: room,
            onFault: { faults.add($0) })
        alice = try await store.createAccount(.named("alice"), at: Timestamp(milliseconds: 1))
        bob = try await store.createAccount(.named("bob", kind: .agent), at: Timestamp(milliseconds: 2))
    }

    /// Appends one message to the lobby, from alice.
    func say(_ body: String, at time: Int64 = 1000) async throws -> Appended {
        try await append([.from(alice, body)], at: time)[0].get()
    }

    func append(_ batch: [NewMessage], at time: Int64 = 1000) async throws -> [Result<Appended, ChatError>] {
        try await store.append(batch, at: Timestamp(milliseconds: time))
    }

    /// All messages of a conversation, read as one page.
    func log(of conversation: Conversation.ID = .lobby) async throws -> [Message] {
        try await store.page(of: conversation, matching: HistoryQuery(target: .lobby), byteLimit: .max).messages
    }
}

extension Conversation.ID {
    static let lobby = Conversation.ID(rawValue: 1)
}

extension NewAccount {
    static func named(_ name: String, kind: User.Kind = .human) throws -> NewAccount {
        var random = SystemRandomNumberGenerator()
        return NewAccount(
            name: try UserName(name), kind: kind, passwordHash: "hash of \(name)", mayAdminister: true,
            idSecret: MessageID.Secret(using: &random))
    }
}

extension SQLiteStore {
    /// Stores a token that must be storable.
    func makeToken(_ token: NewToken, at time: Int64 = 1) async throws -> Token.ID {
        guard let made = try await createToken(token, at: Timestamp(milliseconds: time)) else {
            throw TestFailure("no token was made")
        }
        return made.id
    }
}

extension NewMessage {
    static func from(
        _ sender: Account, _ body: String, id: MessageID = .random(), replyTo: Message.Seq? = nil,
        in conversation: Conversation.ID = .lobby
    ) -> NewMessage {
        NewMessage(conversation: conversation, sender: sender, id: id, body: body, replyTo: replyTo)
    }
}

extension MessageID {
    static func random() -> MessageID {
        var random = SystemRandomNumberGenerator()
        return MessageID(at: Timestamp(milliseconds: 0), using: &random)
    }
}

/// The code of the error that something ends with; `nil` when it ends well.
func refusal(of work: @autoclosure () async throws -> some Sendable) async throws -> ChatError.Code? {
    do {
        _ = try await work()
        return nil
    } catch let error as ChatError {
        return error.code
    }
}
