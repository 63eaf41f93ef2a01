public import ChatroomCore

/// What is known of a room and two accounts when somebody changes who belongs to it.
public struct MemberFacts: Sendable {
    /// What whom it is about is to the room.
    public let theirs: Access
    /// What the one who wants it is to the room.
    public let own: Access
    /// Whether the room has an owner besides.
    public let hasOtherOwner: Bool
    /// In how many rooms whom it is about is.
    public let memberships: Int
    /// How many others are invited to the room.
    public let invitations: Int
    /// How many others are banned from it.
    public let bans: Int

    /// Makes a description.
    public init(theirs: Access, own: Access, hasOtherOwner: Bool, memberships: Int, invitations: Int, bans: Int) {
        self.theirs = theirs
        self.own = own
        self.hasOtherOwner = hasOtherOwner
        self.memberships = memberships
        self.invitations = invitations
        self.bans = bans
    }
}

/// Who may change who belongs to a room, and what is to be written then.
public struct MemberRules: Sendable {
    /// Something to write about whom a change is about.
    public enum Step: Sendable, Hashable {
        /// Makes a member, who has read what is there.
        case add(Room.Role)
        /// Gives a member another role; somebody else's doing is news.
        case setRole(Room.Role, isNews: Bool)
        /// Takes the membership away.
        case remove
        /// Lets in.
        case invite(by: Account.ID?)
        /// Takes the invitation away.
        case forgetInvitation
        /// Keeps out.
        case ban
        /// Ends the ban.
        case unban
    }

    private let bounds: StoreBounds

    /// Takes how many there may be.
    public init(_ bounds: StoreBounds) { self.bounds = bounds }

    /// Decides about a change.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - facts: What is known.
    /// - Returns: What to write; nothing when it is so already.
    /// - Throws: ``ChatError`` that says why it may not be.
    public func decide(_ change: MemberChange, _ facts: MemberFacts) throws(ChatError) -> [Step] {
        try checkRights(change, facts)
        let standing = facts.theirs.standing
        switch change.change {
        case .join:
            guard standing != .banned, standing >= .invited || !facts.theirs.isPrivate else {
                throw .missingReference
            }
            if standing < .member { try Self.keepFew(facts.memberships, atMost: bounds.memberships) }
            return [.add(.member), .forgetInvitation]
        case .leave, .kick:
            try keepOwner(facts)
            return [.remove, .forgetInvitation]
        case .invite:
            guard standing < .member else { return [] }
            guard standing != .banned else {
                throw ChatError(.notAllowed, "this user is banned from the room", hint: "Lift the ban first.")
            }
            try Self.keepFew(facts.invitations, of: "invitations", atMost: bounds.invitations)
            return [.invite(by: change.actor?.id)]
        case .ban:
            try Self.keepFew(facts.bans, of: "bans", atMost: bounds.bans)
            try keepOwner(facts)
            return [.remove, .forgetInvitation, .ban]
        case .unban: return [.unban]
        case .makeMember: return try promote(to: .member, change, facts)
        case .makeModerator: return try promote(to: .moderator, change, facts)
        case .makeOwner: return try promote(to: .owner, change, facts)
        }
    }

    private func promote(
        to role: Room.Role, _ change: MemberChange, _ facts: MemberFacts
    ) throws(ChatError) -> [Step] {
        guard facts.theirs.standing >= .member else {
            throw ChatError(.notFound, "this user is not a member of the room")
        }
        guard facts.theirs.standing.rawValue != role.rawValue else { return [] }
        if role != .owner { try keepOwner(facts) }
        return [.setRole(role, isNews: change.actor?.id != change.account.id)]
    }

    /// Refuses what takes a right that is not there, or acts on somebody whose role is no lower.
    private func checkRights(_ change: MemberChange, _ facts: MemberFacts) throws(ChatError) {
        guard let actor = change.actor else { return }
        try RoomRights.check(change.change.verb, facts.own, actor.user, target: .room(change.room))
        let (name, standing) = (change.account.user.name, facts.theirs.standing)
        switch change.change {
        case .join, .leave, .makeMember, .makeModerator, .makeOwner: break
        case .invite:
            guard standing != .banned else {
                throw ChatError(.notAllowed, "@\(name) is banned from \(change.room)", hint: "Lift the ban first.")
            }
        case .unban:
            guard standing == .banned else {
                throw ChatError(.notFound, "@\(name) is not banned from \(change.room)")
            }
        case .ban where change.account.user.role == .administrator && !facts.own.isPrivate:
            throw ChatError(.notAllowed, "@\(name) administers this server and its public rooms")
        case .kick where standing < .invited:
            throw ChatError(.notFound, "@\(name) is not in \(change.room)")
        case .kick, .ban:
            guard change.account.id != actor.id else {
                throw ChatError(.invalid, "you cannot remove yourself from a room", hint: "Leave it instead.")
            }
            let isOwner = RoomRights.verdict(.promote, facts.own, actor.user) == .granted
            guard standing < (isOwner ? .owner : facts.own.standing) else {
                throw ChatError(.notAllowed, "@\(name) is \(standing.rawValue) of \(change.room) too")
            }
        }
    }

    /// Refuses to take the only owner away.
    private func keepOwner(_ facts: MemberFacts) throws(ChatError) {
        guard facts.theirs.standing == .owner, !facts.hasOtherOwner else { return }
        throw ChatError(
            .notAllowed, "a room cannot be left without an owner",
            hint: "Make another member an owner first, or remove the room.")
    }

    /// Refuses one room too many for a user who is in some.
    public static func keepFew(_ memberships: Int, atMost limit: Int) throws(ChatError) {
        guard memberships >= limit else { return }
        throw ChatError(
            .quotaExceeded, "you are in \(limit) rooms, and that is the limit (memberships-per-user)",
            hint: "Leave one first: 'chatroom room leave ROOM'.")
    }

    /// Refuses one user too many in a list of the room's.
    private static func keepFew(_ count: Int, of list: String, atMost limit: Int) throws(ChatError) {
        guard count >= limit else { return }
        throw ChatError(
            .quotaExceeded, "a room has at most \(limit) \(list) (\(list)-per-room)",
            hint: "Take one back that is not needed any more.")
    }
}

extension ChangeMember.Change {
    /// The right that it takes.
    public var verb: RoomVerb {
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
