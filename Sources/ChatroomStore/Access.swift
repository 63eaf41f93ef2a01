public import ChatroomCore

/// What an account is to a conversation.
public enum Standing: String, Sendable, CaseIterable, Comparable {
    /// Nothing yet.
    case outsider
    /// Asked to come in.
    case invited
    /// Kept out.
    case banned
    /// A member of a room, everyone in the lobby, each of the two in a direct conversation.
    case member
    /// A member who keeps order.
    case moderator
    /// A member to whom the room belongs.
    case owner

    /// Orders standings by what they allow.
    public static func < (left: Standing, right: Standing) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .banned: 0
        case .outsider: 1
        case .invited: 2
        case .member: 3
        case .moderator: 4
        case .owner: 5
        }
    }
}

/// A conversation as one account finds it: all that decides what the account may do there.
public struct Access: Sendable, Hashable {
    /// What a conversation is.
    public enum Kind: String, Sendable {
        /// The global room.
        case lobby
        /// A named room.
        case room
        /// Two users.
        case direct
    }

    /// The conversation.
    public let conversation: Conversation.ID
    /// What it is.
    public let kind: Kind
    /// Whether only members know of it.
    public let isPrivate: Bool
    /// What the account is to it.
    public let standing: Standing
    /// The least time between two messages of one member; zero for any.
    public let slow: Duration
    /// The version of the conversation's rights, which never goes back: another one whenever somebody becomes a member,
    /// is one no more or gets another role, is banned or is so no more, and when a room becomes private or public.
    public let rights: Int64

    /// Makes a finding.
    public init(
        conversation: Conversation.ID, kind: Kind, isPrivate: Bool, standing: Standing, slow: Duration = .zero,
        rights: Int64 = 0
    ) {
        self.conversation = conversation
        self.kind = kind
        self.isPrivate = isPrivate
        self.standing = standing
        self.slow = slow
        self.rights = rights
    }
}
