public import ChatroomCore

/// Where accounts, conversations and their logs are kept.
///
/// The log is the only truth about a conversation: a returned ``append(_:at:)`` is durable, positions are `seq`, never
/// a clock. Nothing above this protocol may assume which database lies under it, or that it serves one node only.
///
/// Every function throws ``ChatError``: `storage` when the database cannot be read or written (whether a write took
/// place is then unknown), `storage-full` when there is no room (nothing was written), or a code named with it.
public protocol ChatStore: FileCatalog, PlaceBook, TimeRecord {
    // MARK: The log

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

    /// Finds messages by their words, newest first, among some conversations; looks at everything that was stored
    /// before the call.
    func search(
        _ search: Search, in conversations: Set<Conversation.ID>, for account: Account.ID
    ) async throws(ChatError) -> Found

    /// Refuses while so much is missing from what searches look at that one would take long, as after an update.
    ///
    /// - Throws: ``ChatError`` with code `busy`, which says when to come again.
    func checkIndex() async throws(ChatError)

    /// Brings what searches look at up to date, so that they need not.
    func updateIndex() async throws(ChatError)

    /// Rids all files of the words of deleted messages.
    ///
    /// - Returns: Whether there can have been any.
    func eraseTraces() async throws(ChatError) -> Bool

    /// The conversations that hold text whose time is over, and up to where.
    func overdue(at time: Timestamp) async throws(ChatError) -> [Conversation.ID: Message.Seq]

    /// Erases the text of the oldest messages of a conversation, up to and including one, for good.
    func expire(_ conversation: Conversation.ID, through seq: Message.Seq) async throws(ChatError)

    // MARK: Conversations

    /// Finds the conversation that an account means by a target.
    ///
    /// The direct conversation of two users is not stored for being asked for; something must be said in it.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when there is no such room or user.
    func conversation(_ target: Target, for account: Account.ID) async throws(ChatError) -> Conversation.ID

    /// What an account is to a conversation; `nil` when there is no such conversation, or it was removed.
    func access(_ account: Account.ID, to conversation: Conversation.ID) async throws(ChatError) -> Access?

    /// The conversations that an account can see, the lobby first, then rooms, then direct ones, by name.
    func conversations(visibleTo account: Account.ID) async throws(ChatError) -> [Conversation.Summary]

    /// The numbers of the conversations that an account can see.
    func visibleConversations(to account: Account.ID) async throws(ChatError) -> Set<Conversation.ID>

    /// A conversation as an account sees it; `nil` when there is none, or it was removed.
    func summary(
        of conversation: Conversation.ID, for account: Account.ID
    ) async throws(ChatError) -> Conversation.Summary?

    /// The two accounts of a direct conversation, which may be the same; none for a room.
    func partners(in conversation: Conversation.ID) async throws(ChatError) -> [Account.ID]

    // MARK: Rooms, whose rights are looked at elsewhere

    /// Makes a room with its first owner, who owns at most so many; `nil` for any number.
    ///
    /// - Throws: ``ChatError`` with code `exists` when a room or a user has the name, `not-allowed` when it is one too
    ///   many.
    func createRoom(
        _ room: CreateRoom, by account: Account.ID, atMost limit: Int?, at time: Timestamp
    ) async throws(ChatError) -> Conversation.ID

    /// A room with all that is known of it.
    func room(_ conversation: Conversation.ID, for account: Account.ID) async throws(ChatError) -> Room

    /// Changes what is given of a room's settings.
    func configure(_ conversation: Conversation.ID, _ change: ConfigureRoom) async throws(ChatError)

    /// Takes a room's name, members and settings away; the text of its messages stays until ``expire(_:through:)``.
    func removeRoom(_ conversation: Conversation.ID) async throws(ChatError)

    /// Changes who belongs to a room; what is so already stays so.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - account: Whom it is about.
    ///   - conversation: The room.
    ///   - actor: Who wants it; somebody else's change of a role is news to the account.
    /// - Throws: ``ChatError`` with code `not-allowed` when no owner would be left, `not-found` when somebody is no
    ///   member who must be one.
    func change(
        _ change: ChangeMember.Change, _ account: Account.ID, in conversation: Conversation.ID, by actor: Account.ID?
    ) async throws(ChatError)

    /// The rooms that an account is let into and is not in yet, by name.
    func invitations(of account: Account.ID) async throws(ChatError) -> [Invitation]

    /// The accounts that are members of a room.
    func members(of conversation: Conversation.ID) async throws(ChatError) -> Set<Account.ID>

    /// Writes what is there already, durably, to see whether the store can be written.
    func checkWritable() async throws(ChatError)

    // MARK: Named cursors

    /// The position of a named cursor; makes the cursor there, durably, if there is none, but for a direct conversation
    /// in which nothing was said yet: of that nothing is kept.
    func cursor(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> Message.Seq

    /// Moves named cursors forward, never back, in one durable transaction.
    func advance(_ moves: [CursorMove]) async throws(ChatError)

    /// Where a named cursor stands and what is known beyond it; makes the cursor, durably, if there is none.
    func cursorState(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> CursorState

    /// Notes durably what became of messages beyond a named cursor, and moves it over all that is done in a row.
    ///
    /// - Throws: ``ChatError`` with code `invalid` when there is no such message or cursor.
    func settle(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, done: [Message.Seq],
        failed: [Message.Seq]
    ) async throws(ChatError) -> Message.Seq

    /// The named cursors of an account, by name; the markers of what was read and received are none of them.
    func cursors(of account: Account.ID) async throws(ChatError) -> [KeptCursor]

    /// Where work on a conversation begins for a user who has named no place: in a direct one before what the other user
    /// said that no client of this one has received, else at the end.
    func firstPlace(for account: Account.ID, in conversation: Conversation.ID) async throws(ChatError) -> Message.Seq

    /// How far both users of a direct conversation have come.
    func markers(of conversation: Conversation.ID) async throws(ChatError) -> Markers

    // MARK: Accounts and tokens

    /// Makes an account; as long as there is no administrator, who may become one does.
    ///
    /// - Throws: ``ChatError`` with code `exists` when a user or a room has the name, `not-allowed` when the account must
    ///   be the first and is not.
    func createAccount(_ account: NewAccount, at time: Timestamp) async throws(ChatError) -> Account

    /// Finds an account and the hash of its password, as it was stored.
    ///
    /// - Returns: `nil` when there is none of that name, or it is disabled.
    func account(named name: UserName) async throws(ChatError) -> (account: Account, passwordHash: String)?

    /// Whether any account exists.
    func hasAccounts() async throws(ChatError) -> Bool

    /// Whether any account is an administrator's.
    func hasAdministrator() async throws(ChatError) -> Bool

    /// Whether a user has a name.
    func hasUser(named name: String) async throws(ChatError) -> Bool

    /// The names of all accounts, for suggestions: at most `limit`, in order of name.
    func userNames(limit: Int) async throws(ChatError) -> [UserName]

    /// Replaces the hash of an account's password and revokes its tokens but one, in one transaction.
    ///
    /// - Returns: The tokens that were revoked; `nil`, and nothing is changed, when the account has another hash than
    ///   `old` by then or is disabled, or the token to keep was revoked.
    func setPassword(
        hash: String, replacing old: String, of account: Account.ID, keeping token: Token.ID?
    ) async throws(ChatError) -> [Token.ID]?

    /// Replaces the hash of an account's password by one of the same password with other costs, unless the password was
    /// changed meanwhile.
    func rehash(_ hash: String, replacing old: String, of account: Account.ID) async throws(ChatError)

    /// Stores a token by its SHA-256 and ends those that are too many then, in one transaction.
    ///
    /// - Returns: The number of the token, and those that were ended; `nil`, and nothing is stored, when the account is
    ///   disabled or has another password by then than the one that was checked.
    func createToken(
        _ token: NewToken, at time: Timestamp
    ) async throws(ChatError) -> (id: Token.ID, ended: [Token.ID])?

    /// The secret that the ids of an account's messages can be derived from, for one who holds a token of the account.
    ///
    /// - Returns: `nil` when the token was revoked or its account is disabled.
    func idSecret(of account: Account.ID, heldBy token: Token.ID) async throws(ChatError) -> MessageID.Secret?

    /// Finds the account that a token, named by its SHA-256, logs in to, and notes that it was used.
    ///
    /// - Returns: `nil` when there is no such token, or its account is disabled.
    func account(
        withTokenDigest digest: [UInt8], at time: Timestamp
    ) async throws(ChatError) -> (account: Account, token: Token.ID)?

    /// Keeps why a user is away; `nil` for one who is not.
    func setAway(_ text: String?, of account: Account.ID) async throws(ChatError)

    /// Why a user is away, and when a login of the user was last used.
    func absence(of account: Account.ID) async throws(ChatError) -> (away: String?, lastSeen: Timestamp?)

    /// The tokens of an account, oldest first; none is marked as current.
    func tokens(of account: Account.ID) async throws(ChatError) -> [Token]

    /// Revokes a token of an account.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when the account has no such token.
    func revokeToken(_ token: Token.ID, of account: Account.ID) async throws(ChatError)

    // MARK: Life cycle

    /// Writes everything to its final place and closes; no other call may follow.
    func close() async throws(ChatError)
}

extension ChatStore {
    /// Changes who belongs to a room, of the account's own will.
    public func change(
        _ change: ChangeMember.Change, _ account: Account.ID, in conversation: Conversation.ID
    ) async throws(ChatError) {
        try await self.change(change, account, in: conversation, by: account)
    }
}
