internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Tells the user's named cursors in the conversations that the user still sees.
extension ListCursors: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<[NamedCursor]> {
        let engines = visit.services.engines
        let kept = try await engines.cursors.cursors(of: identity.account.id)
        guard !kept.isEmpty else { return .answer([]) }
        let visible = try await engines.rooms.conversations(visibleTo: identity.account.id)
        let targets = Dictionary(visible.map { ($0.id, $0.target) }) { first, _ in first }
        return .answer(
            kept.compactMap { kept in
                targets[kept.conversation].map {
                    NamedCursor(name: kept.name, place: Cursor(target: $0, seq: kept.position), waiting: kept.waiting)
                }
            })
    }
}
