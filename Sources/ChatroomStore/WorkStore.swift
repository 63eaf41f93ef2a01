public import ChatroomCore

/// Shares the messages of conversations out to those who work under named cursors, and knows who has what.
///
/// What is done comes with ``Write/settle(_:)``. A message has one holder at a time, the oldest come first, and a holder
/// has at most 4096. Every function throws ``ChatError`` as ``LogStore`` says.
public protocol WorkStore: Sendable {
    /// Hands messages to a holder, who has them until they are settled, or the holder is released, or the lease is over.
    ///
    /// What is stored later than this looks is not seen, so listen for it before.
    ///
    /// - Parameters:
    ///   - key: The cursor; it is made if there is none.
    ///   - start: Where it is made then.
    ///   - count: The most messages, 1 or more.
    ///   - holder: Who takes them.
    ///   - lease: How long a holder keeps them of whom nothing is heard; an engine that no other process shares waits for
    ///     the release.
    /// - Returns: The messages; none when there is nothing to do.
    /// - Throws: ``ChatError`` with code `quota-exceeded` when the account works under too many cursors.
    func take(
        _ key: WorkKey, from start: WorkKey.Start, atMost count: Int, for holder: Holder, lease: Duration
    ) async throws(ChatError) -> Handout

    /// Gives back what a holder has; each of these messages was tried in vain once more.
    ///
    /// - Returns: The conversations in which there is work again.
    func release(_ holder: Holder) async throws(ChatError) -> [Conversation.ID]
}

/// A named cursor under which messages of a conversation are worked on.
public struct WorkKey: Sendable, Hashable {
    /// Where a cursor that does not exist yet is made.
    public enum Start: Sendable, Hashable {
        /// After this seq, or at the end if it lies beyond.
        case after(Message.Seq)
        /// Where what was stored at this time or later begins.
        case since(Timestamp)
        /// At the end of what is stored; in a direct conversation before what the user was sent and never received.
        case tail
    }

    /// Whose cursor.
    public let account: Account.ID
    /// The cursor.
    public let cursor: Cursor.Name
    /// The conversation.
    public let conversation: Conversation.ID

    /// Makes a key.
    public init(account: Account.ID, cursor: Cursor.Name, conversation: Conversation.ID) {
        self.account = account
        self.cursor = cursor
        self.conversation = conversation
    }
}

/// Who has work: a peer of a server.
public struct Holder: Sendable, Hashable {
    /// The server, by a number that is another one each time it starts.
    public let node: UInt64
    /// The peer.
    public let peer: UInt64

    /// Makes a holder.
    public init(node: UInt64, peer: UInt64) {
        self.node = node
        self.peer = peer
    }
}

/// Messages that were handed to a holder.
public struct Handout: Sendable, Hashable {
    /// The messages, oldest first.
    public var messages: [Message] = []
    /// How often they were tried in vain.
    public var failures: [Message.Seq: Int] = [:]

    /// Makes a handout of nothing.
    public init() {}
}
