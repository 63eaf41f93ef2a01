internal import ChatroomCore
internal import ChatroomStore

/// What a search index must know of one entry of a log.
struct SearchEntry: Sendable, Hashable {
    /// What an entry means to a search.
    enum Change: Sendable, Hashable {
        /// A message with its text.
        case message(String)
        /// The new text of an earlier message; `of` is that message itself, not an edit of it.
        case edit(of: Message.Seq, String)
        /// An earlier message is gone.
        case deletion(of: Message.Seq)
        /// Nothing that can be found.
        case other
    }

    /// The log it is in.
    let conversation: Conversation.ID
    /// Its place there.
    let seq: Message.Seq
    /// Who sent it.
    let sender: Account.ID
    /// When it was stored.
    let time: Timestamp
    /// Whether it has a file; an edit keeps what the message had.
    let hasFile: Bool
    /// What it does.
    let change: Change

    /// Makes an entry.
    init(
        conversation: Conversation.ID, seq: Message.Seq, sender: Account.ID, time: Timestamp, hasFile: Bool = false,
        change: Change
    ) {
        self.conversation = conversation
        self.seq = seq
        self.sender = sender
        self.time = time
        self.hasFile = hasFile
        self.change = change
    }
}
