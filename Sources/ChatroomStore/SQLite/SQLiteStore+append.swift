public import ChatroomCore
internal import GRDB

extension SQLiteStore {
    /// Appends messages in order, in one transaction that is on the disk when this returns.
    public func append(
        _ batch: [NewMessage], at time: Timestamp
    ) async throws(ChatError) -> [Result<Appended, ChatError>] {
        guard !batch.isEmpty else { return [] }
        let outcomes = try await transaction { db in
            var log = MessageLog(db, at: time)
            let outcomes = try batch.map { try log.append($0) }
            try log.noteEnds()
            return outcomes
        }
        await follower.note(Set(batch.map(\.conversation)))
        return outcomes
    }
}
