public import ChatroomCore

/// What is known of the logs that a batch goes to, as far as ``AppendNeeds`` asked: true as long as the engine's
/// transaction lasts.
public struct AppendFacts: Sendable {
    /// Where a log ends.
    public struct Head: Sendable {
        /// The newest entry, 0 for none.
        public var seq: Message.Seq
        /// Its time.
        public var time: Timestamp
        /// Its link.
        public var chain: [UInt8]
        /// The version of the conversation's rights.
        public let rights: Int64
        /// Whether it ends where it was noted to end; nothing is added to one that does not.
        public let isWhole: Bool

        /// Makes a head.
        public init(
            seq: Message.Seq = 0, time: Timestamp = Timestamp(milliseconds: .min),
            chain: [UInt8] = MessageChain.start, rights: Int64 = 0, isWhole: Bool = true
        ) {
            self.seq = seq
            self.time = time
            self.chain = chain
            self.rights = rights
            self.isWhole = isWhole
        }
    }

    /// What an entry of a log is.
    public struct Entry: Sendable {
        /// Who sent it.
        public let sender: Account.ID
        /// Whether it is a message of its own.
        public let isOwn: Bool
        /// Whether its text was deleted.
        public var isDeleted: Bool
        /// Until when it awaits answers.
        public let deadline: Timestamp?
        /// The first message of its thread; an edit belongs where the message does that it changes.
        public let root: Message.Seq
        /// How often it was changed, counted up to ``counted``.
        public var changes: Int
        /// How far changes were counted.
        public let counted: Int

        /// Makes a description.
        public init(
            sender: Account.ID, isOwn: Bool, isDeleted: Bool, deadline: Timestamp?, root: Message.Seq, changes: Int,
            counted: Int
        ) {
            self.sender = sender
            self.isOwn = isOwn
            self.isDeleted = isDeleted
            self.deadline = deadline
            self.root = root
            self.changes = changes
            self.counted = counted
        }
    }

    /// The update keys of an account in a conversation.
    public struct Keys: Sendable {
        /// The messages that those go to which were asked for; `nil` for a key that is not used.
        public var seqs: [AppendNeeds.Key: Message.Seq?]
        /// How many there are.
        public var count: Int
        /// Those used first, the first of all at the front: as many as were asked for, if there could be too many.
        public var oldest: [AppendNeeds.Key]

        /// Makes a description.
        public init(seqs: [AppendNeeds.Key: Message.Seq?], count: Int, oldest: [AppendNeeds.Key]) {
            self.seqs = seqs
            self.count = count
            self.oldest = oldest
        }
    }

    /// A file that is whole and that no message brings yet.
    public struct File: Sendable {
        /// The file.
        public let attachment: Attachment
        /// Who sent it.
        public let owner: Account.ID
        /// Where its message is to go.
        public let conversation: Conversation.ID

        /// Makes a description.
        public init(attachment: Attachment, owner: Account.ID, conversation: Conversation.ID) {
            self.attachment = attachment
            self.owner = owner
            self.conversation = conversation
        }
    }

    /// Of the conversations that there are.
    public var heads: [Conversation.ID: Head] = [:]
    /// Of each place that was asked for; `nil` where there is no entry.
    public var places: [AppendNeeds.Place: Entry?] = [:]
    /// Of each account whose keys were asked for.
    public var keys: [AppendNeeds.Membership: Keys] = [:]
    /// The accounts of the names that are accounts'.
    public var accounts: [UserName: Account.ID] = [:]
    /// Of the files that are ready.
    public var files: [FileID: File] = [:]
    /// Who is addressed in a conversation by a message to all.
    public var audiences: [Conversation.ID: [Account.ID]] = [:]
    /// What accounts are to conversations; `nil` for one that there is not.
    public var standings: [AppendNeeds.Membership: Access?] = [:]
    /// The messages whose ids are stored; `nil` when that was not looked at.
    public var stored: [MessageID: StoredMessage]?
    /// The senders that there are; `nil` when that is taken for granted.
    public var senders: Set<Account.ID>?

    /// Nothing is known.
    public init() {}
}
