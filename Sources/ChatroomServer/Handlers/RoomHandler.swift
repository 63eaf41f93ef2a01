internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import Logging

/// Answers what makes, describes, configures and removes rooms.
struct RoomHandler {
    let services: Services
    let identity: Identity

    /// Refuses what a user changes too fast.
    func keepRate() throws(ChatError) {
        guard let wait = services.roomRate.admit(1, of: identity.account.id, at: services.uptime) else { return }
        throw ChatError(
            .rateLimited, "changing rooms too fast", hint: "The limit is room-changes-per-minute.", retryAfter: wait)
    }

    func create(_ room: CreateRoom) async throws -> Reply {
        let account = identity.account.id
        let limit = identity.account.user.role == .administrator ? nil : services.configuration.limits.roomsPerUser
        let conversation = try await services.engines.rooms.createRoom(
            room, by: account, atMost: limit, at: services.clock.now())
        log("room created", room.room)
        try await RoomChanges(services: services).open(conversation, for: room.isPrivate ? [account] : nil)
        return .room(try await services.engines.rooms.room(conversation, for: account))
    }

    func describe(_ name: RoomName) async throws -> Reply {
        let access = try await lookup.find(.room(name), for: .describe)
        let room = try await services.engines.rooms.room(access.conversation, for: identity.account.id)
        let mayManage = RoomRights.verdict(.ban, access, identity.account.user) == .granted
        return .room(
            Room(
                summary: room.summary, slow: room.slow, retain: room.retain, created: room.created,
                members: room.members, banned: mayManage ? room.banned : [], invited: mayManage ? room.invited : []))
    }

    func configure(_ change: ConfigureRoom) async throws -> Reply {
        let access = try await lookup.find(.room(change.room), for: .configure)
        guard access.kind == .room || change.isPrivate == nil else {
            throw ChatError(.invalid, "the lobby is for everyone")
        }
        guard change.isPrivate != true || access.standing >= .member else {
            throw ChatError(
                .notAllowed, "only members can make \(change.room) private, and you are not one",
                hint: "Join it first.")
        }
        try await services.engines.rooms.configure(access.conversation, change)
        services.rights.advance()
        log("room configured", change.room)
        let changes = RoomChanges(services: services)
        switch change.isPrivate {
        case true?:
            let members = try await services.engines.rooms.members(of: access.conversation)
            let reason = ChatError(.notFound, "the room \(change.room) is private from now on")
            await changes.evict(from: access.conversation, reason) { !members.contains($0) }
        // Who watches is told of what changed only.
        case false? where access.isPrivate: try await changes.open(access.conversation, for: nil)
        case false?, nil: break
        }
        return try await describe(change.room)
    }

    func remove(_ name: RoomName) async throws -> Reply {
        let access = try await lookup.find(.room(name), for: .remove)
        try await services.engines.rooms.removeRoom(access.conversation)
        log("room removed", name)
        await RoomChanges(services: services).evict(
            from: access.conversation, ChatError(.notFound, "the room \(name) was removed")
        ) { _ in true }
        // What was said there is erased by the server's upkeep, which may take a while.
        return .done
    }

    private var lookup: ConversationLookup { ConversationLookup(services: services, identity: identity) }

    private func log(_ what: Logger.Message, _ room: RoomName) {
        services.logger.info(what, metadata: ["room": "\(room)", "user": "\(identity.account.user.name)"])
    }
}
