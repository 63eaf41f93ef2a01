internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension Who: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<[PresentUser]> {
        let services = visit.services
        let lookup = visit.lookup(for: identity)
        let now = services.clock.now()
        switch target {
        case nil: return .answer(await services.registry.present(at: now))
        case .direct(let name)?: return .answer([try await user(name, at: now, lookup)])
        case .room(let name)?:
            let access = try await lookup.find(.room(name), for: .describe)
            let present = await services.registry.present(at: now)
            guard access.kind == .room else { return .answer(present) }
            let room = try await services.engines.rooms.room(access.conversation, for: identity.account.id)
            let members = Set(room.members.map(\.name))
            return .answer(present.filter { members.contains($0.name) })
        }
    }

    private func user(
        _ name: UserName, at time: Timestamp, _ lookup: ConversationLookup
    ) async throws -> PresentUser {
        let services = lookup.services
        if let user = await services.registry.present(name, at: time) { return user }
        guard let account = try await services.engines.accounts.account(named: name)?.account else {
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
