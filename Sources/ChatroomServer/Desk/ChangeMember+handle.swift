internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import Logging

extension ChangeMember: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        try visit.services.keepRoomRate(of: identity)
        return try await MembershipChange(services: visit.services, identity: identity).make(self)
    }
}

/// A change of who belongs to a room, and what follows from it.
struct MembershipChange {
    let services: Services
    let identity: Identity

    func make(_ request: ChangeMember) async throws -> Outcome<Done> {
        let access = try await ConversationLookup(services: services, identity: identity)
            .find(.room(request.room), for: request.change.verb)
        if let name = request.user {
            try await changeOther(request, access, name)
        } else {
            try await changeSelf(request, access)
        }
        services.logger.info(
            "membership changed",
            metadata: [
                "change": "\(request.change.rawValue)", "room": "\(request.room)",
                "user": "\(identity.account.user.name)", "whom": "\(request.user?.text ?? "-")",
            ])
        return .done
    }

    private func changeSelf(_ request: ChangeMember, _ access: Access) async throws {
        guard access.kind == .room else {
            // Everyone is in the lobby.
            return
        }
        let change = MemberChange(
            request.change, of: identity.account, in: request.room, by: identity.account)
        try await services.engines.rooms.change(change, in: access.conversation)
        services.rights.advance()
        let changes = RoomChanges(services: services)
        let own = identity.account.id
        // Looked at again: the room may have become private meanwhile.
        if try await mayRead(access.conversation) {
            // The user's other clients are to know whether its messages count.
            try await changes.open(access.conversation, for: [own])
        } else {
            await changes.evict(
                from: access.conversation, ChatError(.notFound, "you left \(request.room)")
            ) { $0 == own }
        }
    }

    private func mayRead(_ conversation: Conversation.ID) async throws -> Bool {
        guard let access = try await services.engines.rooms.access(identity.account.id, to: conversation) else {
            return false
        }
        return RoomRights.verdict(.read, access, identity.account.user) == .granted
    }

    private func changeOther(_ request: ChangeMember, _ access: Access, _ name: UserName) async throws {
        guard let other = try await services.engines.accounts.account(named: name)?.account else {
            throw RoomRights.unknown(.direct(name))
        }
        let change = MemberChange(request.change, of: other, in: request.room, by: identity.account)
        let before = try await services.engines.rooms.change(change, in: access.conversation)
        services.rights.advance()
        guard request.change == .kick || request.change == .ban else {
            try await tell(other.id, of: request, in: access.conversation, before: before)
            // What a moderator asked for and is one no more is not to be done after this is answered.
            return await services.writer.settle()
        }
        let what = request.change == .ban ? "banned from" : "removed from"
        let reason = ChatError(
            .notAllowed, "you were \(what) \(request.room) by @\(identity.account.user.name)")
        await RoomChanges(services: services).evict(from: access.conversation, reason) { $0 == other.id }
    }

    /// Tells somebody of an invitation, or of another role.
    private func tell(
        _ account: Account.ID, of request: ChangeMember, in conversation: Conversation.ID, before: Standing
    ) async throws {
        switch request.change {
        case .invite:
            // Once: who is invited again and again would hear of nothing else.
            guard before == .outsider else { return }
            let invitation = Invitation(room: request.room, inviter: identity.account.user.name)
            for (_, handles) in await services.registry.watchers(of: [account]) {
                for peer in handles { peer.notify(.invited(invitation)) }
            }
        case .makeMember, .makeModerator, .makeOwner:
            try await RoomChanges(services: services).open(conversation, for: [account])
        case .join, .leave, .kick, .ban, .unban: break
        }
    }
}
