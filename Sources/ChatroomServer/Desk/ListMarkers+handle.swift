internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension ListMarkers: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Markers> {
        guard case .direct = target else {
            throw ChatError(.invalid, "only direct conversations tell what was received and read")
        }
        let access = try await visit.lookup(for: identity).find(target, for: .read)
        return .answer(try await visit.services.engines.cursors.markers(of: access.conversation))
    }
}
