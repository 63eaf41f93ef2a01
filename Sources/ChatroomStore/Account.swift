public import ChatroomCore

/// A user as the store knows one: with the number that rows refer to.
public struct Account: Hashable, Sendable {
    /// The number that rows refer to; never seen outside the server.
    public struct ID: Hashable, Sendable, RawRepresentable {
        /// The number, above 0.
        public let rawValue: Int64
        /// Makes an id from its number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
    }

    /// The number of its row.
    public let id: ID
    /// What others see of it.
    public let user: User

    /// Makes an account.
    public init(id: ID, user: User) {
        self.id = id
        self.user = user
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
    /// Whether it is refused unless it is the first of all.
    public let mustBeFirst: Bool
    /// What only the account itself is told.
    public let idSecret: MessageID.Secret

    /// Makes an account to store.
    public init(
        name: UserName, kind: User.Kind, passwordHash: String, mayAdminister: Bool, mustBeFirst: Bool = false,
        idSecret: MessageID.Secret
    ) {
        self.name = name
        self.kind = kind
        self.passwordHash = passwordHash
        self.mayAdminister = mayAdminister
        self.mustBeFirst = mustBeFirst
        self.idSecret = idSecret
    }
}
