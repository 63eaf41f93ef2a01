internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// Writes messages in order, and moves and settlements after them, in one transaction that is on the disk when this
    /// returns.
    ///
    /// What is refused with `storage-full` because little room is left on the disk can be sent again as soon as there is
    /// more.
    func write(_ batch: [Write], at time: Timestamp) async throws(ChatError) -> [Result<Written, ChatError>] {
        guard !batch.isEmpty else { return [] }
        let new = batch.compactMap { write in
            if case .append(let message) = write { message } else { nil }
        }
        let outcomes = try await transaction { [bounds, room] db in
            var appended = try Self.append(new, at: time, keeping: bounds, room, in: db)[...]
            return try batch.map { write -> Result<Written, ChatError> in
                switch write {
                case .append: (appended.popFirst() ?? .failure(.missingReference)).map { .appended($0) }
                case .move(let move): try Self.refusing { try move.written(in: db, bounds) }
                case .settle(let settlement):
                    try Self.refusing { .settled(try settlement.settle(in: db, bounds)) }
                }
            }
        }
        follower.note(new.lazy.map(\.conversation))
        for case (.settle(let settlement), .success(.settled(let position))) in zip(batch, outcomes) {
            holders.settle(settlement, at: position)
        }
        return outcomes
    }

    /// Appends messages; one that the disk has no room for is refused as all others are.
    private static func append(
        _ batch: [NewMessage], at time: Timestamp, keeping bounds: StoreBounds,
        _ room: @Sendable () -> DiskRoom?, in db: Database
    ) throws -> [Result<Appended, ChatError>] {
        guard !batch.isEmpty else { return [] }
        do throws(ChatError) {
            try room()?.keepFree(percent: bounds.freeSpacePercent)
        } catch {
            return batch.map { _ in .failure(error) }
        }
        let rules = AppendRules(at: time, updateKeys: bounds.updateKeys)
        let reader = FactReader(db: db, updateKeys: bounds.updateKeys)
        var facts = AppendFacts()
        var needs = AppendNeeds(batch)
        while true {
            try reader.read(needs, for: batch, into: &facts)
            switch rules.decide(batch, facts) {
            case .lacking(let more): needs = more
            case .decided(let appending):
                do {
                    try EntryWriter(db: db).write(appending)
                    return appending.outcomes
                } catch let conflict as EntryWriter.Conflict {
                    // Nothing else is in the transaction so far, and no other writer comes between.
                    try db.rollback()
                    try db.beginTransaction(.immediate)
                    needs = AppendNeeds()
                    switch conflict {
                    case .knownID: needs.asksStored = true
                    case .unknownSender: facts.senders = try reader.senders(of: batch)
                    }
                }
            }
        }
    }

    /// What a piece of work gives, or why it is refused; it writes nothing before that is decided.
    private static func refusing(_ work: () throws -> Written) throws -> Result<Written, ChatError> {
        do {
            return .success(try work())
        } catch let refusal as ChatError {
            return .failure(refusal)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            return .failure(.missingReference)
        }
    }
}
