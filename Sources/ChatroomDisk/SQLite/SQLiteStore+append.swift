internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// Appends messages in order, in one transaction that is on the disk when this returns.
    ///
    /// What is refused with `storage-full` because little room is left on the disk can be sent again as soon as there is
    /// more.
    func append(
        _ batch: [NewMessage], at time: Timestamp
    ) async throws(ChatError) -> [Result<Appended, ChatError>] {
        guard !batch.isEmpty else { return [] }
        let outcomes = try await transaction { [bounds, room] db in
            try room()?.keepFree(percent: bounds.freeSpacePercent)
            var log = MessageLog(db, at: time, updateKeys: bounds.updateKeys)
            let outcomes = try batch.map { try log.append($0) }
            try log.noteEnds()
            return outcomes
        }
        await follower.note(Set(batch.map(\.conversation)))
        return outcomes
    }
}
