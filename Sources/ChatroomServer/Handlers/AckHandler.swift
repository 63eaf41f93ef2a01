internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Answers `ack`: moves a named cursor, durably; tells the other user of a direct conversation what was received and
/// read.
struct AckHandler {
    let services: Services
    let identity: Identity

    func handle(_ ack: Ack) async throws -> Reply {
        let access = try await ConversationLookup(services: services, identity: identity)
            .check(ack.conversation, for: .read)
        try await advance(ack.cursor, in: access, to: ack.seq)
        return .done
    }

    func advance(_ cursor: Cursor.Name, in access: Access, to seq: Message.Seq) async throws {
        let conversation = access.conversation
        try await services.engines.cursors.advance([
            CursorMove(account: identity.account.id, name: cursor, conversation: conversation, seq: seq)
        ])
        guard access.kind == .direct, cursor == .read || cursor == .delivered else { return }
        let markers = try await services.engines.cursors.markers(of: conversation)
        guard let marker = markers.markers.first(where: { $0.user == identity.account.user.name }) else { return }
        let partners = try await services.engines.rooms.partners(in: conversation)
        await services.registry.tell(marker, in: conversation, to: partners)
    }
}
