public import ChatroomCore

/// Something that the log's one writer makes durable; many share a commit.
public enum Write: Sendable, Hashable {
    /// Appends a message.
    case append(NewMessage)
    /// Moves a named cursor forward, never back, and makes it if there is none.
    ///
    /// Refused with `invalid` when it leads beyond the log, with `not-found` when there is no such user or conversation.
    case move(CursorMove)
    /// Notes what became of messages beyond a named cursor, and moves it over all that is done in a row.
    ///
    /// Refused with `invalid` when there is no such message or cursor.
    case settle(Settlement)
}

/// What came of a ``Write``.
public enum Written: Sendable, Hashable {
    /// The message as it is stored.
    case appended(Appended)
    /// How far the user has come in a direct conversation, and whom that concerns; nobody elsewhere.
    case moved(Marker?, of: [Account.ID])
    /// Where the cursor stands.
    case settled(Message.Seq)
}

/// A named cursor and where it shall be.
public struct CursorMove: Sendable, Hashable {
    /// Whose cursor.
    public let account: Account.ID
    /// The cursor.
    public let name: Cursor.Name
    /// The conversation.
    public let conversation: Conversation.ID
    /// The last message that has been dealt with.
    public let seq: Message.Seq

    /// Makes a move.
    public init(account: Account.ID, name: Cursor.Name, conversation: Conversation.ID, seq: Message.Seq) {
        self.account = account
        self.name = name
        self.conversation = conversation
        self.seq = seq
    }
}

/// What became of messages beyond a named cursor.
public struct Settlement: Sendable, Hashable {
    /// Whose cursor.
    public let account: Account.ID
    /// The cursor, which exists.
    public let name: Cursor.Name
    /// The conversation.
    public let conversation: Conversation.ID
    /// What is done.
    public let done: [Message.Seq]
    /// What was tried in vain; each counts once more.
    public let failed: [Message.Seq]

    /// Makes a settlement.
    public init(
        account: Account.ID, name: Cursor.Name, conversation: Conversation.ID, done: [Message.Seq],
        failed: [Message.Seq]
    ) {
        self.account = account
        self.name = name
        self.conversation = conversation
        self.done = done
        self.failed = failed
    }
}
