internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension ConfigureRoom: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Room> {
        let services = visit.services
        try services.keepRoomRate(of: identity)
        let access = try await visit.lookup(for: identity).find(.room(room), for: .configure)
        guard access.kind == .room || isPrivate == nil else {
            throw ChatError(.invalid, "the lobby is for everyone")
        }
        guard isPrivate != true || access.standing >= .member else {
            throw ChatError(
                .notAllowed, "only members can make \(room) private, and you are not one",
                hint: "Join it first.")
        }
        try await services.engines.rooms.configure(access.conversation, self)
        services.rights.advance()
        services.log("room configured", room, by: identity)
        let changes = RoomChanges(services: services)
        switch isPrivate {
        case true?:
            let members = try await services.engines.rooms.members(of: access.conversation)
            let reason = ChatError(.notFound, "the room \(room) is private from now on")
            await changes.evict(from: access.conversation, reason) { !members.contains($0) }
        // Who watches is told of what changed only.
        case false? where access.isPrivate: try await changes.open(access.conversation, for: nil)
        case false?, nil: break
        }
        return try await DescribeRoom(room: room).handle(as: identity, &visit)
    }
}
