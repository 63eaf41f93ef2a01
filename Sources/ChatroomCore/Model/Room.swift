/// A room, as one of its users sees it.
public struct Room: Sendable, Equatable {
    /// What a member may do in a room.
    public enum Role: String, Sendable, CaseIterable, Comparable {
        /// May read and write.
        case member
        /// May also invite, remove and ban members, set the topic and delete messages.
        case moderator
        /// May do everything, to the room itself too.
        case owner

        /// Orders roles by what they may do.
        public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .member: 1
            case .moderator: 2
            case .owner: 3
            }
        }
    }

    /// A user who belongs to a room.
    public struct Member: Sendable, Hashable {
        /// Who.
        public let name: UserName
        /// What the member may do.
        public let role: Role

        /// Makes a member.
        public init(name: UserName, role: Role) {
            self.name = name
            self.role = role
        }
    }

    /// What every conversation has.
    public let summary: Conversation.Summary
    /// The least time between two messages of one member; zero for any.
    public let slow: Duration
    /// How long messages are kept; `nil` for ever.
    public let retain: Duration?
    /// When it was made.
    public let created: Timestamp
    /// Who belongs to it, in order of name.
    public let members: [Member]
    /// Who is kept out; known to moderators and owners.
    public let banned: [UserName]
    /// Who may come in; known to moderators and owners.
    public let invited: [UserName]

    /// Makes a room.
    public init(
        summary: Conversation.Summary, slow: Duration, retain: Duration?, created: Timestamp, members: [Member],
        banned: [UserName], invited: [UserName]
    ) {
        self.summary = summary
        self.slow = slow
        self.retain = retain
        self.created = created
        self.members = members
        self.banned = banned
        self.invited = invited
    }

    /// The longest topic, in bytes of UTF-8.
    public static let topicLimit = 512

    /// Refuses a topic that is too long or not one line.
    public static func checkTopic(_ topic: String) throws(ChatError) {
        guard topic.utf8.count <= topicLimit, !topic.utf8.contains(UInt8(ascii: "\n")) else {
            throw ChatError(.invalid, "a topic is one line of at most \(topicLimit) bytes")
        }
    }
}
