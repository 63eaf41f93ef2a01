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
    private let registry: ConnectionRegistry
    private let limits: Limits
    private let started = ContinuousClock.now
    private var throttle = LoginThrottle()
    /// How many passwords of each source are being checked at this moment.
    private var pending: [String: Int] = [:]

    init(
        store: any ChatStore, hasher: PasswordHasher, registry: ConnectionRegistry, limits: Limits,
        clock: PlausibleClock, logger: Logger
    ) {
        self.store = store
        self.registry = registry
        self.limits = limits
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
        // Looked at before the work, and decided when the account is stored: two may be the first at once.
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
        var random = SystemRandomNumberGenerator()
        let account = try await store.createAccount(
            NewAccount(
                name: request.name, kind: request.kind, passwordHash: hash.text, mayAdminister: isLocal,
                mustBeFirst: policy != .open, idSecret: MessageID.Secret(using: &random)),
            at: clock.now())
        guard let issued = try await issueToken(for: account, passwordHash: hash.text, label: request.label) else {
            throw Self.wrongCredentials
        }
        return issued
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
        for _ in 0..<Self.attempts {
            var found: (account: Account, passwordHash: String)?
            if let userName { found = try await store.account(named: userName) }
            let hash = found.flatMap { PasswordHash($0.passwordHash) }
            guard try await hasher.verify(password, against: hash), let found, let hash else {
                throttle.noteFailure(source: source, account: key, at: started.duration(to: .now))
                logger.notice("login failed", metadata: ["source": "\(source)", "account": "\(key)"])
                throw Self.wrongCredentials
            }
            // Without a token the password was changed meanwhile: the one that was given has to be the new one.
            guard let issued = try await issueToken(for: found.account, passwordHash: found.passwordHash, label: label)
            else { continue }
            if hasher.isOutdated(hash) {
                try await store.rehash(
                    try await hasher.hash(password).text, replacing: found.passwordHash, of: found.account.id)
            }
            return issued
        }
        throw ChatError(.busy, "the password of this account is being changed", retryAfter: .seconds(2))
    }

    /// How often a password is checked that is changed while it is checked.
    private static let attempts = 3

    /// Finds whom a token belongs to; costs no derivation.
    ///
    /// - Throws: ``ChatError`` with code `wrong-credentials`.
    func login(token: Token.Secret) async throws -> Identity {
        guard let found = try await store.account(withTokenDigest: Self.digest(token), at: clock.now()) else {
            throw Self.revoked
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
        let old = try await store.account(named: name)?.passwordHash
        guard try await hasher.verify(request.old, against: old.flatMap { PasswordHash($0) }), let old else {
            throttle.noteFailure(source: source, account: name.text, at: started.duration(to: .now))
            throw Self.wrongCredentials
        }
        try PasswordRule.check(request.new, for: name)
        let hash = try await hasher.hash(request.new)
        let revoked = try await store.setPassword(
            hash: hash.text, replacing: old, of: identity.account.id, keeping: identity.token)
        guard let revoked else {
            throw ChatError(
                .wrongCredentials, "the password was changed meanwhile, or this login was revoked",
                hint: "Log in with the password that holds now.")
        }
        return revoked
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

    /// Makes a token, and ends the sessions of those that are too many then.
    ///
    /// - Returns: `nil` when the account has another password by then, or is disabled.
    private func issueToken(
        for account: Account, passwordHash: String, label: String
    ) async throws -> (Identity, Token.Secret)? {
        var random = SystemRandomNumberGenerator()
        let secret = Token.Secret(using: &random)
        let token = NewToken(
            digest: Self.digest(secret), account: account.id, label: String(label.prefix(64)),
            passwordHash: passwordHash, limit: limits.tokensPerUser, inUse: await registry.tokens(of: account.user.name)
        )
        guard let (id, ended) = try await store.createToken(token, at: clock.now()) else { return nil }
        for token in ended {
            logger.notice(
                "a login ended, the user had too many",
                metadata: ["user": "\(account.user.name)", "token": "\(token.rawValue)"])
            await registry.revoke(token)
        }
        return (Identity(account: account, token: id), secret)
    }

    /// A token is found by its SHA-256, so how long a look-up takes tells nothing that leads to a token.
    static func digest(_ token: Token.Secret) -> [UInt8] { Array(SHA256.hash(data: token.bytes)) }

    private static let wrongCredentials = ChatError(.wrongCredentials, "wrong name or password")

    /// What somebody is told who logs in by a token that is none, or was revoked meanwhile.
    static let revoked = ChatError(
        .notLoggedIn, "this login was revoked or never made here", hint: "Run 'chatroom login NAME'.")
}

/// Who a session belongs to, and by which token it was opened.
struct Identity: Sendable, Hashable {
    let account: Account
    let token: Token.ID
}
