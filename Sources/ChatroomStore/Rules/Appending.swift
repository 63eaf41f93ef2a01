public import ChatroomCore

/// What is decided about a batch.
public enum Decision: Sendable {
    /// All of it.
    case decided(Appending)
    /// Nothing, before that is known too.
    case lacking(AppendNeeds)
}

/// What becomes of a batch: what is answered, and what an engine is to write without a thought of its own.
public struct Appending: Sendable {
    /// A new entry of a log, with what follows from it.
    public struct Entry: Sendable {
        /// The conversation.
        public let conversation: Conversation.ID
        /// Who sent it.
        public let sender: Account.ID
        /// The message with its place.
        public let message: Message
        /// Its link.
        public let chain: [UInt8]
        /// The first message of the thread that it joins.
        public let thread: Message.Seq?
        /// What enters the chain beside it.
        public let beside: MessageChain.Beside
        /// What follows from it, in order.
        public let effects: [Effect]
    }

    /// What follows from an entry beside its row.
    public enum Effect: Sendable, Hashable {
        /// A message mentions accounts; one that it mentions already stays mentioned.
        case mention([Account.ID], by: Message.Seq)
        /// A message mentions nobody any more.
        case forgetMentions(by: Message.Seq)
        /// An update key of the sender goes to a message.
        case remember(AppendNeeds.Key, Message.Seq)
        /// An update key of the sender goes to none any more.
        case forget(AppendNeeds.Key)
        /// The entry brings a file.
        case bring(FileID)
        /// The text and file of a message, and those of its edits, are deleted, and whom it mentions is forgotten.
        case erase(Message.Seq)
        /// The conversation has another topic.
        case topic(String)
    }

    /// One for each message, in order.
    public internal(set) var outcomes: [Result<Appended, ChatError>] = []
    /// The new entries, in order.
    public internal(set) var entries: [Entry] = []
    /// Where in ``entries`` the last one of each conversation is.
    public internal(set) var ends: [Conversation.ID: Int] = [:]
}
