public import ChatroomCore

/// A token that is to be stored.
public struct NewToken: Sendable {
    /// The SHA-256 of its secret, 32 bytes.
    public let digest: [UInt8]
    /// Whom it logs in.
    public let account: Account.ID
    /// What it is for, as its owner will see it listed; hostile text.
    public let label: String
    /// The hash of the password that was checked, as it was stored then; `nil` where no password was.
    public let passwordHash: String?
    /// How many tokens the account may have with this one, 1 or more.
    public let limit: Int
    /// The tokens that live sessions of the account use; they end last.
    public let inUse: Set<Token.ID>

    /// Makes a token to store.
    public init(
        digest: [UInt8], account: Account.ID, label: String, passwordHash: String? = nil, limit: Int = .max,
        inUse: Set<Token.ID> = []
    ) {
        self.digest = digest
        self.account = account
        self.label = label
        self.passwordHash = passwordHash
        self.limit = limit
        self.inUse = inUse
    }
}
