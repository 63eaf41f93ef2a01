public import ChatroomCore

/// The accounts of users, and the tokens that log in to them.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol AccountStore: Sendable {
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

    /// The tokens of an account, oldest first; none is marked as current.
    func tokens(of account: Account.ID) async throws(ChatError) -> [Token]

    /// Revokes a token of an account.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when the account has no such token.
    func revokeToken(_ token: Token.ID, of account: Account.ID) async throws(ChatError)

    /// Keeps why a user is away; `nil` for one who is not.
    func setAway(_ text: String?, of account: Account.ID) async throws(ChatError)

    /// Why a user is away, and when a login of the user was last used.
    func absence(of account: Account.ID) async throws(ChatError) -> (away: String?, lastSeen: Timestamp?)
}
