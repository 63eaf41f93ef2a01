public import ChatroomCore

/// What must be known to decide about messages that are to be appended: what an engine reads, and locks as far as it
/// must.
public struct AppendNeeds: Sendable, Equatable {
    /// An entry of a log.
    public struct Place: Hashable, Sendable {
        /// The conversation.
        public let conversation: Conversation.ID
        /// The entry.
        public let seq: Message.Seq

        /// Makes a place.
        public init(_ conversation: Conversation.ID, _ seq: Message.Seq) {
            self.conversation = conversation
            self.seq = seq
        }
    }

    /// An account in a conversation.
    public struct Membership: Hashable, Sendable {
        /// The conversation.
        public let conversation: Conversation.ID
        /// The account.
        public let account: Account.ID

        /// Makes a membership.
        public init(_ conversation: Conversation.ID, _ account: Account.ID) {
            self.conversation = conversation
            self.account = account
        }
    }

    /// The bytes of an update's key; as text, keys would be equal that only look the same.
    public typealias Key = [UInt8]

    /// The conversations whose logs may grow.
    public var conversations: Set<Conversation.ID> = []
    /// Entries that are answered or changed, and how many of their changes are to be counted at most.
    public var places: [Place: Int] = [:]
    /// Keys of updates, and how many changes of their messages, which are needed as places, are to be counted at most.
    public var keys: [Membership: [Key: Int]] = [:]
    /// Names that are mentioned.
    public var names: Set<UserName> = []
    /// Files that are brought.
    public var files: Set<FileID> = []
    /// Conversations all of whose members are addressed.
    public var audiences: Set<Conversation.ID> = []
    /// Senders whose rights have changed since they were looked at.
    public var standings: Set<Membership> = []
    /// Whether it matters which ids are stored already.
    public var asksStored = false

    /// Needs nothing.
    public init() {}

    /// What a batch needs from the start; nothing for which most batches would pay in vain.
    ///
    /// - Parameter batch: The messages.
    public init(_ batch: [NewMessage]) {
        for new in batch {
            conversations.insert(new.conversation)
            if let replyTo = new.replyTo { need(Place(new.conversation, replyTo)) }
            switch new.act {
            case .edit(let seq): need(Place(new.conversation, seq), counting: new.mostEdits)
            case .delete(let seq): need(Place(new.conversation, seq))
            case .update(let key):
                keys[Membership(new.conversation, new.sender.id), default: [:]][Array(key.utf8)] = new.mostEdits
            case .post, .ask, .topic: break
            }
            if !new.names.isEmpty { names.formUnion(new.names) }
            if new.mayModerate, new.summons != nil { audiences.insert(new.conversation) }
            if let file = new.file { files.insert(file) }
        }
    }

    /// Whether there is nothing to look up.
    public var isEmpty: Bool { self == AppendNeeds() }

    mutating func need(_ place: Place, counting changes: Int = 0) {
        places[place] = max(places[place] ?? 0, changes)
    }
}
