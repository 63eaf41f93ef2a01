import ChatroomCore
import ChatroomServer
import ChatroomStore
import ChatroomTestSupport
import Synchronization

@testable import ChatroomServer

/// A store whose appends and reads fail when a test says so, and a server around it.
final class FaultyStore: ChatStore {
    /// What the next calls do.
    struct Plan: Sendable {
        /// The error that appends fail with, and for how many appends.
        var append: (error: ChatError, times: Int)?
        /// The error that reading a page fails with.
        var page: ChatError?
        /// The error that looking whether there can be written fails with.
        var write: ChatError?
        /// How often that was looked at.
        var writes = 0
        /// What happens once, just before a floor is told.
        var beforeFloor: (@Sendable () async -> Void)?
        /// How many appends reached the store.
        var appends = 0
        /// How often it was looked whether a file is kept.
        var fileReads = 0
        /// Where appends wait.
        var appendGate: StoreGate?
        /// Where the reading of pages waits.
        var pageGate: StoreGate?
    }

    let plan = Mutex(Plan())
    /// The calls that a test holds; see ``hold(_:)``.
    let gates = Mutex<[Call: Gate]>([:])
    let store: SQLiteStore

    init(directory: String) async throws {
        _ = try PrivateFileWriter.makeDirectory(directory)
        store = try await SQLiteStore.open(directory: directory, durability: .full, onFault: { _ in })
    }

    /// Runs something with a server that stores in a faulty store.
    static func with<Result>(
        adjust: (inout ServerConfiguration) -> Void = { _ in },
        _ body: (InProcessServer, FaultyStore) async throws -> Result
    ) async throws -> Result {
        let directory = try ScratchDirectory()
        let store = try await FaultyStore(directory: directory.file("data"))
        return try await InProcessServer.with(
            in: directory, adjust: adjust,
            open: { configuration in
                try await ChatServer(
                    configuration, store: store,
                    certificate: try ServerCertificate(selfMadeIn: configuration.dataDirectory), isNewDirectory: true,
                    logger: InProcessServer.silence, onRunning: { _ in }, onStopping: { _ in })
            },
            { try await body($0, store) })
    }

    /// Makes the next appends fail.
    func failAppends(_ code: ChatError.Code, times: Int = 1) {
        plan.withLock { $0.append = (ChatError(code, "planned"), times) }
    }

    func append(_ batch: [NewMessage], at time: Timestamp) async throws(ChatError) -> [Result<Appended, ChatError>] {
        let failure: ChatError? = plan.withLock { plan in
            plan.appends += 1
            guard let append = plan.append, append.times > 0 else { return nil }
            plan.append?.times -= 1
            return append.error
        }
        if let failure { throw failure }
        await plan.withLock { $0.appendGate }?.pass()
        return try await store.append(batch, at: time)
    }

    func page(
        of conversation: Conversation.ID, matching query: HistoryQuery, for reader: Account.ID?, byteLimit: Int
    ) async throws(ChatError) -> HistoryPage {
        if let failure = plan.withLock({ $0.page }) { throw failure }
        await plan.withLock { $0.pageGate }?.pass()
        return try await store.page(of: conversation, matching: query, for: reader, byteLimit: byteLimit)
    }

    func conversation(
        holding id: MessageID, from account: Account.ID
    ) async throws(ChatError) -> Conversation.ID? {
        try await store.conversation(holding: id, from: account)
    }

    func head(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await store.head(of: conversation)
    }

    func position(before time: Timestamp, in conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await store.position(before: time, in: conversation)
    }

    func conversation(_ target: Target, for account: Account.ID) async throws(ChatError) -> Conversation.ID {
        try await store.conversation(target, for: account)
    }

    func floor(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        let happening = plan.withLock { plan in
            defer { plan.beforeFloor = nil }
            return plan.beforeFloor
        }
        await happening?()
        return try await store.floor(of: conversation)
    }

    func verifyChain(of conversation: Conversation.ID, after seq: Message.Seq) async throws(ChatError) -> Verified {
        try await store.verifyChain(of: conversation, after: seq)
    }

    func search(
        _ search: Search, in conversations: Set<Conversation.ID>, for account: Account.ID
    ) async throws(ChatError) -> Found {
        try await store.search(search, in: conversations, for: account)
    }

    func checkIndex() async throws(ChatError) { try await store.checkIndex() }

    func updateIndex() async throws(ChatError) { try await store.updateIndex() }

    func eraseTraces() async throws(ChatError) -> Bool { try await store.eraseTraces() }

    func overdue(at time: Timestamp) async throws(ChatError) -> [Conversation.ID: Message.Seq] {
        try await store.overdue(at: time)
    }

    func expire(_ conversation: Conversation.ID, through seq: Message.Seq) async throws(ChatError) {
        try await store.expire(conversation, through: seq)
    }

    func access(_ account: Account.ID, to conversation: Conversation.ID) async throws(ChatError) -> Access? {
        await pass(.access)
        return try await store.access(account, to: conversation)
    }

    func conversations(visibleTo account: Account.ID) async throws(ChatError) -> [Conversation.Summary] {
        try await store.conversations(visibleTo: account)
    }

    func visibleConversations(to account: Account.ID) async throws(ChatError) -> Set<Conversation.ID> {
        try await store.visibleConversations(to: account)
    }

    func summary(
        of conversation: Conversation.ID, for account: Account.ID
    ) async throws(ChatError) -> Conversation.Summary? {
        try await store.summary(of: conversation, for: account)
    }

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
    ) async throws(ChatError) {
        try await store.change(change, account, in: conversation, by: actor)
    }

    func invitations(of account: Account.ID) async throws(ChatError) -> [Invitation] {
        try await store.invitations(of: account)
    }

    func members(of conversation: Conversation.ID) async throws(ChatError) -> Set<Account.ID> {
        try await store.members(of: conversation)
    }

    func cursorState(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> CursorState {
        try await store.cursorState(name, of: account, in: conversation, orMakeAt: seq)
    }

    func settle(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, done: [Message.Seq],
        failed: [Message.Seq]
    ) async throws(ChatError) -> Message.Seq {
        try await store.settle(name, of: account, in: conversation, done: done, failed: failed)
    }

    func cursors(of account: Account.ID) async throws(ChatError) -> [KeptCursor] {
        try await store.cursors(of: account)
    }

    func checkWritable() async throws(ChatError) {
        let error = plan.withLock { plan in
            plan.writes += 1
            return plan.write
        }
        if let error { throw error }
        try await store.checkWritable()
    }

    func firstPlace(for account: Account.ID, in conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await store.firstPlace(for: account, in: conversation)
    }

    func markers(of conversation: Conversation.ID) async throws(ChatError) -> Markers {
        try await store.markers(of: conversation)
    }

    func setAway(_ text: String?, of account: Account.ID) async throws(ChatError) {
        try await store.setAway(text, of: account)
    }

    func absence(of account: Account.ID) async throws(ChatError) -> (away: String?, lastSeen: Timestamp?) {
        await pass(.absence)
        return try await store.absence(of: account)
    }

    func cursor(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> Message.Seq {
        try await store.cursor(name, of: account, in: conversation, orMakeAt: seq)
    }

    func advance(_ moves: [CursorMove]) async throws(ChatError) { try await store.advance(moves) }

    func createAccount(_ account: NewAccount, at time: Timestamp) async throws(ChatError) -> Account {
        await pass(.createAccount)
        return try await store.createAccount(account, at: time)
    }

    func account(named name: UserName) async throws(ChatError) -> (account: Account, passwordHash: String)? {
        try await store.account(named: name)
    }

    func hasAccounts() async throws(ChatError) -> Bool { try await store.hasAccounts() }

    func hasAdministrator() async throws(ChatError) -> Bool { try await store.hasAdministrator() }

    func userNames(limit: Int) async throws(ChatError) -> [UserName] { try await store.userNames(limit: limit) }

    func hasUser(named name: String) async throws(ChatError) -> Bool { try await store.hasUser(named: name) }

    func setPassword(
        hash: String, replacing old: String, of account: Account.ID, keeping token: Token.ID?
    ) async throws(ChatError) -> [Token.ID]? {
        await pass(.setPassword)
        return try await store.setPassword(hash: hash, replacing: old, of: account, keeping: token)
    }

    func rehash(_ hash: String, replacing old: String, of account: Account.ID) async throws(ChatError) {
        try await store.rehash(hash, replacing: old, of: account)
    }

    func createToken(
        _ token: NewToken, at time: Timestamp
    ) async throws(ChatError) -> (id: Token.ID, ended: [Token.ID])? {
        await pass(.createToken)
        return try await store.createToken(token, at: time)
    }

    func idSecret(of account: Account.ID, heldBy token: Token.ID) async throws(ChatError) -> MessageID.Secret? {
        try await store.idSecret(of: account, heldBy: token)
    }

    func account(
        withTokenDigest digest: [UInt8], at time: Timestamp
    ) async throws(ChatError) -> (account: Account, token: Token.ID)? {
        try await store.account(withTokenDigest: digest, at: time)
    }

    func tokens(of account: Account.ID) async throws(ChatError) -> [Token] { try await store.tokens(of: account) }

    func revokeToken(_ token: Token.ID, of account: Account.ID) async throws(ChatError) {
        try await store.revokeToken(token, of: account)
    }

    func close() async throws(ChatError) { try await store.close() }
}
