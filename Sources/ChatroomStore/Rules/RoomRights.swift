public import ChatroomCore

/// What can be done in a conversation, as far as rights tell it apart.
public enum RoomVerb: String, CaseIterable, Sendable {
    /// What requests ask for, and what their handlers look at besides.
    case describe, read, write, join, leave, invite, kick, ban, unban, topic, moderate, configure, promote, remove
}

/// Who may do what in a conversation: one table of verb and standing.
///
/// What somebody may not know of is answered as if it did not exist, so nothing tells a private room from none.
public enum RoomRights {
    /// What the table says.
    public enum Verdict: Character, Sendable {
        /// It may be done.
        case granted = "+"
        /// It may not be done.
        case refused = "-"
        /// There is no such room, as far as this user can know.
        case hidden = "."
    }

    /// The order of the columns.
    static let columns: [Standing] = [.outsider, .invited, .banned, .member, .moderator, .owner]

    /// Outsider, invited, banned, member, moderator, owner: in public rooms, in private ones, in the lobby, where
    /// administrators are owners, and in direct conversations.
    private static let table: [RoomVerb: (open: String, closed: String, lobby: String, direct: String)] = [
        .describe: ("++-+++", "...+++", "---+++", "...-.."),
        .read: ("++-+++", "...+++", "---+++", "...+.."),
        .write: ("++-+++", "...+++", "---+++", "...+.."),
        .join: ("++-+++", ".+.+++", "---+++", "...-.."),
        .leave: ("++-+++", ".+.+++", "------", "...-.."),
        .invite: ("---+++", "...-++", "------", "...-.."),
        .kick: ("----++", "...-++", "------", "...-.."),
        .ban: ("----++", "...-++", "------", "...-.."),
        .unban: ("----++", "...-++", "------", "...-.."),
        .topic: ("----++", "...-++", "----++", "...-.."),
        .moderate: ("----++", "...-++", "----++", "...-.."),
        .configure: ("-----+", "...--+", "-----+", "...-.."),
        .promote: ("-----+", "...--+", "------", "...-.."),
        .remove: ("-----+", "...--+", "------", "...-.."),
    ]

    /// Looks a right up.
    public static func verdict(_ verb: RoomVerb, as standing: Standing, kind: Access.Kind, isPrivate: Bool) -> Verdict {
        guard let row = table[verb], let column = columns.firstIndex(of: standing) else { return .refused }
        let cells: String
        switch kind {
        case .lobby: cells = row.lobby
        case .room: cells = isPrivate ? row.closed : row.open
        case .direct: cells = row.direct
        }
        return Verdict(rawValue: cells[cells.index(cells.startIndex, offsetBy: column)]) ?? .refused
    }

    /// Whether an account may do something, by what it is to the conversation.
    ///
    /// An administrator is an owner wherever everybody may look; private rooms stay private.
    public static func verdict(_ verb: RoomVerb, _ access: Access, _ user: User) -> Verdict {
        let isOwner = user.role == .administrator && !access.isPrivate
        return verdict(
            verb, as: isOwner ? .owner : access.standing, kind: access.kind, isPrivate: access.isPrivate)
    }

    /// Refuses what may not be done.
    ///
    /// - Throws: ``ChatError`` with code `not-allowed`, or `not-found` with the words for what does not exist.
    public static func check(_ verb: RoomVerb, _ access: Access, _ user: User, target: Target?) throws(ChatError) {
        switch verdict(verb, access, user) {
        case .granted: return
        case .hidden: throw unknown(target)
        case .refused:
            let place = target.map { " \($0)" } ?? " this conversation"
            guard access.standing != .banned else {
                throw ChatError(.notAllowed, "you are banned from\(place)", hint: "Its moderators can lift the ban.")
            }
            throw ChatError(.notAllowed, "you may not \(verb.phrase)\(place)", hint: verb.hint)
        }
    }

    /// What a room that does not exist is answered with, and one that may not be known of.
    public static func unknown(_ target: Target?) -> ChatError {
        switch target {
        case .room(let name): ChatError(.notFound, "there is no room '\(name)'")
        case .direct(let name): ChatError(.notFound, "there is no user '\(name)'")
        case nil: ChatError(.notFound, "no such conversation")
        }
    }
}

extension RoomVerb {
    /// What stands before the room in a sentence.
    fileprivate var phrase: String {
        switch self {
        case .describe, .read, .join, .leave, .moderate, .configure, .remove: rawValue
        case .write, .invite: "\(rawValue) to"
        case .promote: "promote anybody in"
        case .kick, .ban, .unban: "\(rawValue) anybody from"
        case .topic: "change the topic of"
        }
    }

    fileprivate var hint: String? {
        switch self {
        case .kick, .ban, .unban, .topic, .moderate: "That is for moderators and owners."
        case .configure, .promote, .remove: "That is for owners."
        case .invite: "That is for members; in private rooms for moderators and owners."
        case .describe, .read, .write, .join, .leave: nil
        }
    }
}
