public import ChatroomCore

/// Where accounts, conversations and their logs are kept.
///
/// The log is the only truth about a conversation: a returned ``append(_:at:)`` is durable, positions are `seq`, never
/// a clock. Nothing above this protocol may assume which database lies under it, or that it serves one node only.
///
/// Every function throws ``ChatError``: `storage` when the database cannot be read or written (whether a write took
/// place is then unknown), `storage-full` when there is no room (nothing was written), or a code named with it.
public protocol ChatStore: Sendable {
    // MARK: The log

    /// Appends messages in order, in one durable transaction.
    ///
    /// A message whose id is in the log already is not stored again: the same sender, conversation, body and `replyTo`
    /// give the first answer again, anything else is refused with `id-reused`. That holds within one batch too, and for
    /// ever. One refused message does not disturb the others of the batch. A `replyTo` beyond the log is refused with
    /// `not-found`.
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
    ///   - byteLimit: The page also ends before the message that would bring its bodies above this many bytes; it has
    ///     at least one message if any matches.
    /// - Returns: The page.
    /// - Throws: ``ChatError`` with code `storage`.
    func page(
        of conversation: Conversation.ID, matching query: HistoryQuery, byteLimit: Int
    ) async throws(ChatError) -> HistoryPage

    /// The seq of the newest message of a conversation, 0 when it is empty.
    func head(of conversation: Conversation.ID) async throws(ChatError) -> Message.Seq

    /// The seq of the last message that was stored before a time, 0 when there is none.
    func position(before time: Timestamp, in conversation: Conversation.ID) async throws(ChatError) -> Message.Seq

    // MARK: Conversations

    /// Finds the conversation that an account means by a target.
    ///
    /// The direct conversation of two users comes to be when either first asks for it.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when there is no such room or user.
    func conversation(_ target: Target, for account: Account.ID) async throws(ChatError) -> Conversation.ID

    /// Whether an account may read a conversation: the lobby, a direct conversation of its own, a room it is in.
    func isMember(_ account: Account.ID, of conversation: Conversation.ID) async throws(ChatError) -> Bool

    // MARK: Named cursors

    /// The position of a named cursor; makes the cursor there, durably, if there is none.
    func cursor(
        _ name: Cursor.Name, of account: Account.ID, in conversation: Conversation.ID, orMakeAt seq: Message.Seq
    ) async throws(ChatError) -> Message.Seq

    /// Moves named cursors forward, never back, in one durable transaction.
    func advance(_ moves: [CursorMove]) async throws(ChatError)

    // MARK: Accounts and tokens

    /// Makes an account; the first one of all becomes administrator if that is allowed here.
    ///
    /// - Throws: ``ChatError`` with code `exists` when the name is taken.
    func createAccount(_ account: NewAccount, at time: Timestamp) async throws(ChatError) -> Account

    /// Finds an account and the hash of its password, as it was stored.
    ///
    /// - Returns: `nil` when there is none of that name, or it is disabled.
    func account(named name: UserName) async throws(ChatError) -> (account: Account, passwordHash: String)?

    /// Whether any account exists.
    func hasAccounts() async throws(ChatError) -> Bool

    /// The names of all accounts, for suggestions: at most `limit`, in order of name.
    func userNames(limit: Int) async throws(ChatError) -> [UserName]

    /// Replaces the hash of an account's password and revokes its tokens but one.
    ///
    /// - Returns: The tokens that were revoked.
    func setPassword(
        hash: String, of account: Account.ID, keeping token: Token.ID?
    ) async throws(ChatError) -> [Token.ID]

    /// Replaces the hash of an account's password by one of the same password with other costs, unless the password was
    /// changed meanwhile.
    func rehash(_ hash: String, replacing old: String, of account: Account.ID) async throws(ChatError)

    /// Stores a token by its SHA-256.
    func createToken(
        digest: [UInt8], of account: Account.ID, label: String, at time: Timestamp
    ) async throws(ChatError) -> Token.ID

    /// Finds the account that a token, named by its SHA-256, logs in to, and notes that it was used.
    ///
    /// - Returns: `nil` when there is no such token, or its account is disabled.
    func account(
        withTokenDigest digest: [UInt8], at time: Timestamp
    ) async throws(ChatError) -> (account: Account, token: Token.ID)?

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

/// A message that is to be appended, with what the server knows about its sender.
public struct NewMessage: Sendable, Hashable {
    /// The conversation that it goes to.
    public let conversation: Conversation.ID
    /// Who sends it.
    public let sender: Account
    /// Its identity.
    public let id: MessageID
    /// The text.
    public let body: String
    /// The message that it answers.
    public let replyTo: Message.Seq?

    /// Makes a message to append.
    public init(
        conversation: Conversation.ID, sender: Account, id: MessageID, body: String, replyTo: Message.Seq? = nil
    ) {
        self.conversation = conversation
        self.sender = sender
        self.id = id
        self.body = body
        self.replyTo = replyTo
    }
}

/// A message that is in the log.
public struct Appended: Sendable, Hashable {
    /// The message as it is stored.
    public let message: Message
    /// Whether an earlier append had stored it.
    public let isDuplicate: Bool

    /// Makes an outcome.
    public init(message: Message, isDuplicate: Bool) {
        self.message = message
        self.isDuplicate = isDuplicate
    }
}

/// An account that is to be made.
public struct NewAccount: Sendable, Hashable {
    /// Its name.
    public let name: UserName
    /// What the user is.
    public let kind: User.Kind
    /// The hash of its password, with the costs it was made with.
    public let passwordHash: String
    /// Whether it becomes administrator if it is the first of all.
    public let mayAdminister: Bool

    /// Makes an account to store.
    public init(name: UserName, kind: User.Kind, passwordHash: String, mayAdminister: Bool) {
        self.name = name
        self.kind = kind
        self.passwordHash = passwordHash
        self.mayAdminister = mayAdminister
    }
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
