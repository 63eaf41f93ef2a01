// The circle is in the words themselves: a room is a conversation, whose summary tells one's role in the room.

/// A room or a direct conversation: one durable, ordered log of messages.
public enum Conversation {
    /// The number by which server and client name a conversation within frames.
    ///
    /// It is the same for every member, where a direct conversation's ``Target`` differs between its two ends.
    public struct ID: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
        /// The number, above 0.
        public let rawValue: Int64
        /// Makes an id from its number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
        /// The number in decimal.
        public var description: String { "\(rawValue)" }
    }

    /// What one user sees of a conversation before reading it.
    public struct Summary: Sendable, Equatable {
        /// The conversation.
        public let id: ID
        /// How the user addresses it.
        public let target: Target
        /// A room's topic; may be empty.
        public var topic = ""
        /// Whether only members know of it.
        public var isPrivate = false
        /// What the user may do there; `nil` for a user who is no member.
        public var role: Room.Role?
        /// Whether others gave this role since the user last read there.
        public var isRoleNew = false
        /// The seq of its newest entry; 0 when there is none.
        public var head: Message.Seq = 0
        /// When that was stored.
        public var time: Timestamp?
        /// Where the user's read marker stands.
        public var read: Message.Seq = 0
        /// How many messages of others come after it, counted among the newest 100 entries.
        public var unread = 0
        /// How many of those mention the user.
        public var mentions = 0

        /// Makes the summary of an empty conversation.
        public init(id: ID, target: Target) {
            self.id = id
            self.target = target
        }
    }
}
