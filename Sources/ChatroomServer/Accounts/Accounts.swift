internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import Logging

/// Who may log in: makes accounts, checks passwords and tokens, and protects the record of who registered how many.
actor Accounts {
    /// Where accounts have logged in.
    let places: KnownPlaces
    /// What devices show that have logged in.
    nonisolated let proofs: DeviceProofs
    private let store: any AccountStore
    private let hasher: PasswordHasher
    private let gate: LoginGate
    private let steady: SteadyClock
    private let clock: PlausibleClock
    private let logger: Logger
    private let registry: ConnectionRegistry
    private let limits: Limits
    private var registrations: RegistrationThrottle
    /// Wrong codes of the first account, which are no accounts.
    private var codes: RegistrationThrottle
    private let firstAccount: FirstAccount

    init(
        store: any AccountStore, hasher: PasswordHasher, gate: LoginGate, places: KnownPlaces,
        proofs: DeviceProofs, registry: ConnectionRegistry, firstAccount: FirstAccount, limits: Limits,
        steady: SteadyClock, clock: PlausibleClock, logger: Logger
    ) {
        self.store = store
        self.firstAccount = firstAccount
        self.registry = registry
        self.limits = limits
        self.hasher = hasher
        self.gate = gate
        self.places = places
        self.proofs = proofs
        self.steady = steady
        self.clock = clock
        self.logger = logger
        registrations = RegistrationThrottle(perHour: limits.registrationsPerHour, perDay: limits.registrationsPerDay)
        codes = registrations
    }

    /// Makes an account and a first token for it.
    ///
    /// The first account needs the code of ``FirstAccount``, and is an administrator's.
    ///
    /// - Throws: ``ChatError`` with code `not-allowed`, `wrong-credentials`, `exists`, `invalid`, `rate-limited` or
    ///   `busy`.
    func register(
        _ request: Register, policy: ServerConfiguration.Registration, from caller: Caller
    ) async throws -> (Identity, Token.Secret) {
        let source = caller.origin.source
        // Who becomes the administrator is decided when the account is stored: two may show the code at once.
        let isProved = firstAccount.admits(request.code)
        if !isProved {
            if request.code != nil, firstAccount.isNeeded {
                do {
                    try codes.begin(source, at: steady.now())
                } catch {
                    throw ChatError(
                        .rateLimited, "too many wrong codes came from \(source)", retryAfter: error.retryAfter)
                }
                logger.notice("wrong code of the first account", metadata: ["source": "\(caller.origin.place)"])
                throw ChatError.wrongCode
            }
            guard try await store.hasAccounts() else { throw ChatError.codeNeeded }
            guard policy == .open else {
                throw ChatError(
                    .notAllowed, "this server takes no registrations", hint: "Ask its administrator for an account.")
            }
        }
        try PasswordRule.check(request.password, for: request.name)
        // The administrator's account must be had whatever else is made meanwhile.
        if isProved { return try await makeAccount(request, policy, mayAdminister: true, from: caller) }
        try registrations.begin(source, at: steady.now())
        do {
            return try await makeAccount(request, policy, mayAdminister: false, from: caller)
        } catch {
            let isTaken = (error as? ChatError)?.code == .exists
            registrations.giveBack(isTaken ? 1 - RegistrationThrottle.taken : 1, to: source, at: steady.now())
            throw error
        }
    }

    private func makeAccount(
        _ request: Register, _ policy: ServerConfiguration.Registration, mayAdminister: Bool, from caller: Caller
    ) async throws -> (Identity, Token.Secret) {
        if try await store.account(named: request.name) != nil {
            throw ChatError(.exists, "the name '\(request.name)' is taken on this server")
        }
        try request.name.checkNew()
        let hash = try await hasher.hash(request.password, .registration, for: caller)
        var random = SystemRandomNumberGenerator()
        let account = try await store.createAccount(
            NewAccount(
                name: request.name, kind: request.kind, passwordHash: hash.text,
                mayAdminister: mayAdminister, mustBeFirst: policy != .open,
                idSecret: MessageID.Secret(using: &random)),
            at: clock.now())
        if account.user.role == .administrator { firstAccount.close() }
        await places.note(account.id, at: caller.origin.place)
        guard let issued = try await issueToken(for: account, passwordHash: hash.text, label: request.label) else {
            throw LoginGate.wrongCredentials
        }
        return issued
    }

    /// Checks a name and a password and makes a token.
    ///
    /// An unknown name, a wrong password and a disabled account are answered alike, in bytes and in time.
    ///
    /// - Throws: ``ChatError`` with code `wrong-credentials`, `rate-limited` or `busy`.
    func login(
        name: String, password: String, label: String, proof: LoginProof? = nil, from caller: Caller
    ) async throws -> (Identity, Token.Secret) {
        var caller = caller
        caller.device = try await proofs.source(of: proof, for: try? UserName(name))
        for _ in 0..<Self.attempts {
            let found = try await gate.check(password, of: name, from: caller)
            // Without a token the password was changed meanwhile: the one that was given has to be the new one.
            guard let issued = try await issueToken(for: found.account, passwordHash: found.passwordHash, label: label)
            else { continue }
            await places.note(found.account.id, at: caller.origin.place)
            if let hash = PasswordHash(found.passwordHash), hasher.isOutdated(hash) {
                try await store.rehash(
                    try await hasher.hash(password, .familiarLogin, for: caller).text, replacing: found.passwordHash,
                    of: found.account.id)
            }
            return issued
        }
        throw ChatError(.busy, "the password of this account is being changed", retryAfter: .seconds(2))
    }

    /// The proof that a device keeps after a login: the one that it showed, or a new one.
    nonisolated func proof(after login: LoginProof?, of name: UserName) -> LoginProof? {
        if let login, proofs.isGood(login, for: name) { return login }
        var random = SystemRandomNumberGenerator()
        return proofs.make(for: name, using: &random)
    }

    /// How often a password is checked that is changed while it is checked.
    private static let attempts = 3

    /// Finds whom a token belongs to; costs no derivation.
    ///
    /// - Throws: ``ChatError`` with code `wrong-credentials`.
    func login(token: Token.Secret, from caller: Caller) async throws -> Identity {
        guard let found = try await store.account(withTokenDigest: token.digest, at: clock.now()) else {
            throw Self.revoked
        }
        await places.note(found.account.id, at: caller.origin.place)
        return Identity(account: found.account, token: found.token)
    }

    /// Replaces a password and revokes all tokens but the one in use; to give the old password is to guess it.
    ///
    /// - Returns: The tokens that were revoked.
    func changePassword(
        _ request: ChangePassword, of identity: Identity, from caller: Caller
    ) async throws -> [Token.ID] {
        let name = identity.account.user.name
        var caller = caller
        caller.device = .holder(of: identity.token.rawValue)
        let old = try await gate.check(request.old, of: name.text, from: caller, isLoggedIn: true).passwordHash
        try PasswordRule.check(request.new, for: name)
        let hash = try await hasher.hash(request.new, .familiarLogin, for: caller)
        let revoked = try await store.setPassword(
            hash: hash.text, replacing: old, of: identity.account.id, keeping: identity.token)
        guard let revoked else {
            throw ChatError(
                .wrongCredentials, "the password was changed meanwhile, or this login was revoked",
                hint: "Log in with the password that holds now.")
        }
        return revoked
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
            digest: secret.digest, account: account.id, label: String(label.prefix(64)),
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

    /// What somebody is told who logs in by a token that is none, or was revoked meanwhile.
    static let revoked = ChatError(
        .notLoggedIn, "this login was revoked or never made here", hint: "Run 'chatroom login NAME'.")
}
