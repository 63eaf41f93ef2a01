public import ChatroomCore

/// Where the logs of conversations are kept.
///
/// The log is the only truth about a conversation: a returned ``append(_:at:)`` is durable, positions are `seq`, never
/// a clock. Nothing above this protocol may assume which database lies under it, or that it serves one node only.
///
/// Every function throws ``ChatError``: `storage` when the database cannot be read or written (whether a write took
/// place is then unknown), `storage-full` when there is no room (nothing was written), or a code named with it.
public protocol LogStore: Sendable {
    /// Appends messages in order, in one durable transaction.
    ///
    /// A message whose id is in the log already is not stored again: the same sender, conversation, body and `replyTo`
    /// give the first answer again if they were the same act, anything else is refused with `id-reused`. That holds
    /// within one batch too, and for ever. One refused message does not disturb the others of the batch. A `replyTo` beyond the log is refused with
    /// `not-found`, whatever would go on in a log that does not end where it ended last with `read-only`.
    ///
    /// - Parameters:
    ///   - batch: The messages, 1 or more.
    ///   - time: The wall clock; a message's time is this or its predecessor's, whichever is later.
    /// - Returns: One outcome for each message, in order, after all of them are durable.
    /// - Throws: ``ChatError`` with code `storage` or `storage-full`; then no message of the batch has an outcome.
    func append(_ batch: [NewMessage], at time: Timestamp) async throws(ChatError) -> [Result<Appended, ChatError>]

    /// Reads messages of a conversation, oldest first; the query's target is not looked at.
    ///
    /// - Parameters:
    ///   - conversation: The conversation.
    ///   - query: The bounds that messages must meet.
    ///   - reader: Whose mentions and read marker the query means.
    ///   - byteLimit: The page also ends before the message that would bring its bodies above this many bytes; it has
    ///     at least one message if any matches.
    /// - Returns: The page.
    /// - Throws: ``ChatError`` with code `storage`.
    func page(
        of conversation: Conversation.ID, matching query: HistoryQuery, for reader: Account.ID?, byteLimit: Int
    ) async throws(ChatError) -> HistoryPage

    /// The conversation that holds a message which an account sent, if it is stored.
    func conversation(holding id: MessageID, from account: Account.ID) async throws(ChatError) -> Conversation.ID?

    /// The seq of the newest message of a conversation, 0 when it is empty.
    func head(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq

    /// The last message of a conversation whose time is over, 0 when there is none; no text up to there is left.
    func floor(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq

    /// The seq of the last message that was stored before a time, 0 when there is none.
    func position(before time: Timestamp, in conversation: Conversation.ID) async throws(ChatError) -> Message.Seq

    /// Checks a piece of a conversation's log against its hash chain, after an entry that is taken for right.
    func verifyChain(of conversation: Conversation.ID, after seq: Message.Seq) async throws(ChatError) -> Verified

    /// The conversations that hold text whose time is over, and up to where.
    func overdue(at time: Timestamp) async throws(ChatError) -> [Conversation.ID: Message.Seq]

    /// Erases the text of the oldest messages of a conversation, up to and including one, for good.
    func expire(_ conversation: Conversation.ID, through seq: Message.Seq) async throws(ChatError)

    /// Rids all files of the words of deleted messages.
    ///
    /// - Returns: Whether there can have been any.
    func eraseTraces() async throws(ChatError) -> Bool

    /// Writes what is there already, durably, to see whether the store can be written.
    func checkWritable() async throws(ChatError)
}
