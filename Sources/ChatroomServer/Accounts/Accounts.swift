internal import ChatroomCore
internal import ChatroomStore
internal import Crypto
internal import Logging

/// Who may log in: makes accounts, checks passwords and tokens, and protects the record of failed attempts.
actor Accounts {
    private let store: any ChatStore
    private let hasher: PasswordHasher
    private let clock: PlausibleClock
    private let logger: Logger
    private let started = ContinuousClock.now
    private var throttle = LoginThrottle()
    /// How many passwords of each source are being checked at this moment.
    private var pending: [String: Int] = [:]

    init(store: any ChatStore, hasher: PasswordHasher, clock: PlausibleClock, logger: Logger) {
        self.store = store
        self.hasher = hasher
        self.clock = clock
        self.logger = logger
    }

    /// Makes an account and a first token for it.
    ///
    /// - Throws: ``ChatError`` with code `not-allowed`, `exists`, `invalid` or `busy`.
    func register(
        _ request: Register, policy: ServerConfiguration.Registration, isLocal: Bool
    ) async throws -> (Identity, Token.Secret) {
        let isFirst = try await !store.hasAccounts()
        guard policy == .open || (isFirst && isLocal) else {
            throw ChatError(
                .notAllowed, "this server takes no registrations", hint: "Ask its administrator for an account.")
        }
        try PasswordRule.check(request.password, for: request.name)
        if try await store.account(named: request.name) != nil {
            throw ChatError(.exists, "the name '\(request.name)' is taken on this server")
        }
        let hash = try await hasher.hash(request.password)
        let account = try await store.createAccount(
            NewAccount(name: request.name, kind: request.kind, passwordHash: hash.text, mayAdminister: isLocal),
            at: clock.now())
        return try await issueToken(for: account, label: request.label)
    }

    /// Checks a name and a password and makes a token.
    ///
    /// An unknown name, a wrong password and a disabled account are answered alike, in bytes and in time.
    ///
    /// - Throws: ``ChatError`` with code `wrong-credentials`, `rate-limited` or `busy`.
    func login(
        name: String, password: String, label: String, source: String
    ) async throws -> (Identity, Token.Secret) {
        let userName = try? UserName(name)
        let key = userName?.text ?? ""
        try admit(source, key)
        defer { decided(source) }
        var found: (account: Account, passwordHash: String)?
        if let userName { found = try await store.account(named: userName) }
        let hash = found.flatMap { PasswordHash($0.passwordHash) }
        guard try await hasher.verify(password, against: hash), let found, let hash else {
            throttle.noteFailure(source: source, account: key, at: started.duration(to: .now))
            logger.notice("login failed", metadata: ["source": "\(source)", "account": "\(key)"])
            throw Self.wrongCredentials
        }
        if hasher.isOutdated(hash) {
            try await store.rehash(
                try await hasher.hash(password).text, replacing: found.passwordHash, of: found.account.id)
        }
        return try await issueToken(for: found.account, label: label)
    }

    /// Finds whom a token belongs to; costs no derivation.
    ///
    /// - Throws: ``ChatError`` with code `wrong-credentials`.
    func login(token: Token.Secret) async throws -> Identity {
        guard let found = try await store.account(withTokenDigest: Self.digest(token), at: clock.now()) else {
            throw ChatError(
                .notLoggedIn, "this login was revoked or never made here", hint: "Run 'chatroom login NAME'.")
        }
        return Identity(account: found.account, token: found.token)
    }

    /// Replaces a password and revokes all tokens but the one in use.
    ///
    /// - Returns: The tokens that were revoked.
    func changePassword(
        _ request: ChangePassword, of identity: Identity, source: String
    ) async throws -> [Token.ID] {
        let name = identity.account.user.name
        try admit(source, name.text)
        defer { decided(source) }
        let stored = try await store.account(named: name).flatMap { PasswordHash($0.passwordHash) }
        guard try await hasher.verify(request.old, against: stored) else {
            throttle.noteFailure(source: source, account: name.text, at: started.duration(to: .now))
            throw Self.wrongCredentials
        }
        try PasswordRule.check(request.new, for: name)
        let hash = try await hasher.hash(request.new)
        return try await store.setPassword(hash: hash.text, of: identity.account.id, keeping: identity.token)
    }

    private func admit(_ source: String, _ account: String) throws(ChatError) {
        let pending = pending[source, default: 0]
        try throttle.check(
            source: source, account: account, pending: pending, at: started.duration(to: .now))
        self.pending[source] = pending + 1
    }

    private func decided(_ source: String) {
        let pending = pending[source, default: 1] - 1
        self.pending[source] = pending == 0 ? nil : pending
    }

    private func issueToken(for account: Account, label: String) async throws -> (Identity, Token.Secret) {
        var random = SystemRandomNumberGenerator()
        let secret = Token.Secret(using: &random)
        let id = try await store.createToken(
            digest: Self.digest(secret), of: account.id, label: String(label.prefix(64)), at: clock.now())
        return (Identity(account: account, token: id), secret)
    }

    private static func digest(_ token: Token.Secret) -> [UInt8] { Array(SHA256.hash(data: token.bytes)) }

    private static let wrongCredentials = ChatError(.wrongCredentials, "wrong name or password")
}

/// Who a session belongs to, and by which token it was opened.
struct Identity: Sendable, Hashable {
    let account: Account
    let token: Token.ID
}
