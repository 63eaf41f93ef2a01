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
        try await services.engines.rooms.change(request.change, identity.account.id, in: access.conversation)
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
        guard let theirs = try await services.engines.rooms.access(other.id, to: access.conversation) else {
            throw RoomRights.unknown(.room(request.room))
        }
        if request.change == .ban, other.user.role == .administrator, !access.isPrivate {
            throw ChatError(.notAllowed, "@\(name) administers this server and its public rooms")
        }
        try checkRank(request, access, theirs, name)
        try await services.engines.rooms.change(
            request.change, other.id, in: access.conversation, by: identity.account.id)
        services.rights.advance()
        guard request.change == .kick || request.change == .ban else {
            try await tell(other.id, of: request, before: theirs)
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
        _ account: Account.ID, of request: ChangeMember, before: Access
    ) async throws {
        switch request.change {
        case .invite:
            // Once: who is invited again and again would hear of nothing else.
            guard before.standing == .outsider else { return }
            let invitation = Invitation(room: request.room, inviter: identity.account.user.name)
            for (_, handles) in await services.registry.watchers(of: [account]) {
                for peer in handles { peer.notify(.invited(invitation)) }
            }
        case .makeMember, .makeModerator, .makeOwner:
            try await RoomChanges(services: services).open(before.conversation, for: [account])
        case .join, .leave, .kick, .ban, .unban: break
        }
    }

    /// Refuses to act on somebody who is no member, is banned, or whose role is no lower.
    private func checkRank(
        _ request: ChangeMember, _ access: Access, _ theirs: Access, _ name: UserName
    ) throws(ChatError) {
        let room = request.room
        switch request.change {
        case .invite:
            guard theirs.standing != .banned else {
                throw ChatError(.notAllowed, "@\(name) is banned from \(room)", hint: "Lift the ban first.")
            }
        case .kick:
            guard theirs.standing >= .invited else { throw ChatError(.notFound, "@\(name) is not in \(room)") }
            fallthrough
        case .ban:
            guard name != identity.account.user.name else {
                throw ChatError(.invalid, "you cannot remove yourself from a room", hint: "Leave it instead.")
            }
            let isOwner = RoomRights.verdict(.promote, access, identity.account.user) == .granted
            guard theirs.standing < (isOwner ? .owner : access.standing) else {
                throw ChatError(.notAllowed, "@\(name) is \(theirs.standing.rawValue) of \(room) too")
            }
        case .unban:
            guard theirs.standing == .banned else { throw ChatError(.notFound, "@\(name) is not banned from \(room)") }
        case .join, .leave, .makeMember, .makeModerator, .makeOwner: break
        }
    }
}

extension ChangeMember.Change {
    /// The right that it takes.
    var verb: RoomVerb {
        switch self {
        case .join: .join
        case .leave: .leave
        case .invite: .invite
        case .kick: .kick
        case .ban: .ban
        case .unban: .unban
        case .makeMember, .makeModerator, .makeOwner: .promote
        }
    }
}
