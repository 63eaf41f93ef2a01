internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension RemoveRoom: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let services = visit.services
        try services.keepRoomRate(of: identity)
        let access = try await visit.lookup(for: identity).find(.room(room), for: .remove)
        try await services.engines.rooms.removeRoom(access.conversation)
        services.log("room removed", room, by: identity)
        await RoomChanges(services: services).evict(
            from: access.conversation, ChatError(.notFound, "the room \(room) was removed")
        ) { _ in true }
        // What was said there is erased by the server's upkeep, which may take a while.
        return .done
    }
}
