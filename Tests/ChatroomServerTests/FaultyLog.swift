import ChatroomCore
import ChatroomStore

/// A log whose appends and reads fail, or wait, when a test says so.
struct FaultyLog: LogStore {
    let store: any LogStore
    let faults: FaultyStore

    func append(_ batch: [NewMessage], at time: Timestamp) async throws(ChatError) -> [Result<Appended, ChatError>] {
        if let failure = faults.nextAppend() { throw failure }
        await faults.plan.withLock { $0.appendGate }?.pass()
        return try await store.append(batch, at: time)
    }
    func page(
        of conversation: Conversation.ID, matching query: HistoryQuery, for reader: Account.ID?, byteLimit: Int
    ) async throws(ChatError) -> HistoryPage {
        if let failure = faults.plan.withLock({ $0.page }) { throw failure }
        await faults.plan.withLock { $0.pageGate }?.pass()
        return try await store.page(of: conversation, matching: query, for: reader, byteLimit: byteLimit)
    }
    func floor(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        let happening = faults.plan.withLock { plan in
            defer { plan.beforeFloor = nil }
            return plan.beforeFloor
        }
        await happening?()
        return try await store.floor(of: conversation)
    }

    func checkWritable() async throws(ChatError) {
        let error = faults.plan.withLock { plan in
            plan.writes += 1
            return plan.write
        }
        if let error { throw error }
        try await store.checkWritable()
    }

    func conversation(
        holding id: MessageID, from account: Account.ID
    ) async throws(ChatError) -> Conversation.ID? { try await store.conversation(holding: id, from: account) }
    func head(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await store.head(of: conversation)
    }
    func position(before time: Timestamp, in conversation: Conversation.ID) async throws(ChatError) -> Message.Seq {
        try await store.position(before: time, in: conversation)
    }
    func verifyChain(of conversation: Conversation.ID, after seq: Message.Seq) async throws(ChatError) -> Verified {
        try await store.verifyChain(of: conversation, after: seq)
    }
    func overdue(at time: Timestamp) async throws(ChatError) -> [Conversation.ID: Message.Seq] {
        try await store.overdue(at: time)
    }
    func expire(_ conversation: Conversation.ID, through seq: Message.Seq) async throws(ChatError) {
        try await store.expire(conversation, through: seq)
    }
    func eraseTraces() async throws(ChatError) -> Bool { try await store.eraseTraces() }
}
