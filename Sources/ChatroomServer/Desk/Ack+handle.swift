internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Moves a named cursor, durably.
extension Ack: MemberCall {
    static let rule = CallRule(phase: .afterLogin, isActivity: false)

    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let access = try await visit.lookup(for: identity).check(conversation, for: .read)
        try await visit.services.advance(cursor, of: identity, in: access, to: seq)
        return .done
    }
}

extension Services {
    /// Moves a named cursor; tells the other user of a direct conversation what was received and read.
    func advance(_ cursor: Cursor.Name, of identity: Identity, in access: Access, to seq: Message.Seq) async throws {
        let conversation = access.conversation
        try await engines.cursors.advance([
            CursorMove(account: identity.account.id, name: cursor, conversation: conversation, seq: seq)
        ])
        guard access.kind == .direct, cursor == .read || cursor == .delivered else { return }
        let markers = try await engines.cursors.markers(of: conversation)
        guard let marker = markers.markers.first(where: { $0.user == identity.account.user.name }) else { return }
        await registry.tell(marker, in: conversation, to: try await engines.rooms.partners(in: conversation))
    }
}
