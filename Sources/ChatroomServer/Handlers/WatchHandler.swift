internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Answers what concerns presence and notices: `who`, `watch`, `setAway`, `listConversations`, `listMarkers`.
struct WatchHandler {
    let services: Services
    let identity: Identity

    func who(_ who: Who) async throws -> Reply {
        let now = services.clock.now()
        switch who.target {
        case nil: return .present(await services.registry.present(at: now))
        case .direct(let name)?: return .present([try await user(name, at: now)])
        case .room(let name)?:
            let access = try await ConversationLookup(services: services, identity: identity)
                .find(.room(name), for: .describe)
            let present = await services.registry.present(at: now)
            guard access.kind == .room else { return .present(present) }
            let room = try await services.engines.rooms.room(access.conversation, for: identity.account.id)
            let members = Set(room.members.map(\.name))
            return .present(present.filter { members.contains($0.name) })
        }
    }

    func watch(_ watch: Watch, _ connection: ConnectionHandle) async -> Reply {
        await services.registry.watch(connection.id, watch)
        return .done
    }

    func setAway(_ text: String?) async throws -> Reply {
        try await services.engines.accounts.setAway(text, of: identity.account.id)
        await services.registry.setAway(text, of: identity)
        return .done
    }

    func listConversations() async throws -> Reply {
        var summaries = try await services.engines.rooms.conversations(visibleTo: identity.account.id)
        // So many long topics do not fit a frame.
        if summaries.reduce(0, { $0 + $1.topic.utf8.count }) > HistoryPage.byteLimit / 2 {
            for index in summaries.indices { summaries[index].topic = "" }
        }
        return .conversations(
            summaries, invitations: try await services.engines.rooms.invitations(of: identity.account.id))
    }

    func listMarkers(_ target: Target) async throws -> Reply {
        guard case .direct = target else {
            throw ChatError(.invalid, "only direct conversations tell what was received and read")
        }
        let access = try await ConversationLookup(services: services, identity: identity).find(target, for: .read)
        return .markers(try await services.engines.cursors.markers(of: access.conversation))
    }

    private func user(_ name: UserName, at time: Timestamp) async throws -> PresentUser {
        if let user = await services.registry.present(name, at: time) { return user }
        guard let account = try await services.engines.accounts.account(named: name)?.account else {
            let lookup = ConversationLookup(services: services, identity: identity)
            try await lookup.refuseDisabled(name)
            _ = try await lookup.find(.direct(name), for: .read)
            throw RoomRights.unknown(.direct(name))
        }
        let absence = try await services.engines.accounts.absence(of: account.id)
        return PresentUser(
            name: name, kind: account.user.kind, sessions: 0,
            since: absence.lastSeen ?? Timestamp(milliseconds: 0), idle: .zero, away: absence.away)
    }
}
