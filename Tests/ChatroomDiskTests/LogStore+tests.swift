internal import ChatroomCore
internal import ChatroomStore

/// What tests write and ask, a kind at a time.
extension LogStore {
    /// Appends messages.
    func append(_ batch: [NewMessage], at time: Timestamp) async throws(ChatError) -> [Result<Appended, ChatError>] {
        try await write(batch.map { .append($0) }, at: time).map { outcome in
            outcome.map { written in
                guard case .appended(let appended) = written else { preconditionFailure("no message was written") }
                return appended
            }
        }
    }

    /// Moves cursors; fails with the first of those that are refused.
    func advance(_ moves: [CursorMove]) async throws(ChatError) {
        for outcome in try await write(moves.map { .move($0) }, at: Timestamp(milliseconds: 1)) {
            _ = try outcome.get()
        }
    }

    /// Says what became of messages.
    func settle(
        _ name: ChatroomCore.Cursor.Name, of account: Account.ID, in conversation: Conversation.ID,
        done: [Message.Seq], failed: [Message.Seq]
    ) async throws(ChatError) -> Message.Seq {
        let settlement = Settlement(
            account: account, name: name, conversation: conversation, done: done, failed: failed)
        guard case .settled(let seq) = try await write([.settle(settlement)], at: Timestamp(milliseconds: 1))[0].get()
        else { preconditionFailure("nothing was settled") }
        return seq
    }
}

extension RoomStore {
    /// The conversation that an account means by a target.
    func conversation(_ target: Target, for account: Account.ID) async throws(ChatError) -> Conversation.ID {
        guard let access = try await access(account, to: target) else { throw RoomRights.unknown(target) }
        return access.conversation
    }

    /// Changes who belongs to a room, where only numbers of accounts matter.
    func change(
        _ change: ChangeMember.Change, _ account: Account.ID, in conversation: Conversation.ID,
        by actor: Account.ID? = nil
    ) async throws {
        func known(_ id: Account.ID) throws -> Account {
            Account(id: id, user: User(name: try UserName("user\(id.rawValue)"), kind: .human, role: .member))
        }
        let change = MemberChange(
            change, of: try known(account), in: try RoomName("room"), by: try actor.map { try known($0) })
        try await self.change(change, in: conversation)
    }
}
