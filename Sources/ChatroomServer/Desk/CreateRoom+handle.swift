internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import Logging

extension CreateRoom: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Room> {
        let services = visit.services
        try services.keepRoomRate(of: identity)
        let account = identity.account.id
        let limit = identity.account.user.role == .administrator ? nil : services.configuration.limits.roomsPerUser
        let conversation = try await services.engines.rooms.createRoom(
            self, by: account, atMost: limit, at: services.clock.now())
        services.log("room created", room, by: identity)
        try await RoomChanges(services: services).open(conversation, for: isPrivate ? [account] : nil)
        return .answer(try await services.engines.rooms.room(conversation, for: account))
    }
}

extension Services {
    /// Refuses what a user changes too fast.
    func keepRoomRate(of identity: Identity) throws(ChatError) {
        guard let wait = roomRate.admit(1, of: identity.account.id, at: uptime) else { return }
        throw ChatError(
            .rateLimited, "changing rooms too fast", hint: "The limit is room-changes-per-minute.", retryAfter: wait)
    }

    /// Notes in the server's log what somebody did to a room.
    func log(_ what: Logger.Message, _ room: RoomName, by identity: Identity) {
        logger.info(what, metadata: ["room": "\(room)", "user": "\(identity.account.user.name)"])
    }
}
